using Granary.Grains.Interfaces.Errors;

namespace Granary.Grains.Interfaces.Values.Patterns;

/// <summary>The flags of a regular expression (PostgreSQL 15, table 9.24).</summary>
internal readonly record struct PatternOptions
{
    /// <summary>`g`: all matches; only functions that take it ask.</summary>
    public bool IsGlobal { get; init; }

    /// <summary>`i`.</summary>
    public bool IgnoresCase { get; init; }

    /// <summary>`n` and `p`: a newline is matched by no `.` and no complement.</summary>
    public bool StopsAtLines { get; init; }

    /// <summary>`n` and `w`: `^` and `$` match at lines.</summary>
    public bool HasLineAnchors { get; init; }

    /// <summary>`x`: blanks and comments don't count.</summary>
    public bool IsExpanded { get; init; }

    /// <summary>`q`: the pattern is a plain text.</summary>
    public bool IsLiteral { get; init; }

    /// <summary>Reads the flags of a function's argument; throws 22023.</summary>
    public static PatternOptions Parse(ReadOnlySpan<byte> flags)
    {
        var options = default(PatternOptions);
        foreach (var flag in System.Text.Encoding.UTF8.GetString(flags))
        {
            options = flag == 'g' ? options with { IsGlobal = true }
                : options.With(flag) ?? throw ValueErrors.Invalid(SqlState.InvalidParameterValue, $"invalid regular expression option: \"{flag}\"");
        }

        return options;
    }

    /// <summary>The options with one more flag; null when there is no such flag.</summary>
    public PatternOptions? With(char flag) => flag switch
    {
        'i' => this with { IgnoresCase = true },
        'c' => this with { IgnoresCase = false },
        'm' or 'n' => this with { StopsAtLines = true, HasLineAnchors = true },
        'p' => this with { StopsAtLines = true, HasLineAnchors = false },
        'w' => this with { StopsAtLines = false, HasLineAnchors = true },
        's' => this with { StopsAtLines = false, HasLineAnchors = false },
        'x' => this with { IsExpanded = true },
        't' => this with { IsExpanded = false },
        'q' => this with { IsLiteral = true },
        'b' or 'e' => throw PatternErrors.Unsupported("the b and e options"),
        _ => null,
    };
}
