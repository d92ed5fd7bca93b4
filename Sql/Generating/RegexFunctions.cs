using Granary.Sql.Resolving;
using Granary.Sql.Resolving.Tree;

namespace Granary.Sql.Generating;

/// <summary>The regexp_… functions.</summary>
internal static class RegexFunctions
{
    public static Fragment Replace(BoundCall call, List<Fragment> arguments)
    {
        if (call.Arguments.Count > 4 || (call.Arguments.Count == 4 && !call.Arguments[3].Type.IsString))
            throw Refusal.Unsupported("regexp_replace with a start position is not supported", call.Position, "Cut the text with substr first.");
        var flags = call.Arguments.Count == 4 ? Flags(call.Arguments[3], call.Position) : "";
        // \& is the whole match; RE2 writes it \0.
        var replacement = ExpressionWriter.Constant(call.Arguments[2]) is { } text
            ? SqlText.Literal(text.Replace("\\&", "\\0", StringComparison.Ordinal))
            : $"replace({arguments[2].Sql}, '\\&', '\\0')";
        return $"regexp_replace({arguments[0].Sql}, {Patterns.Pattern(arguments[1].Sql, call.Arguments[1])}, {replacement}, '{Options(flags, global: flags.Contains('g'))}')";
    }

    public static Fragment Like(BoundCall call, List<Fragment> arguments)
    {
        var flags = call.Arguments.Count == 3 ? Flags(call.Arguments[2], call.Position) : "";
        return $"regexp_matches({arguments[0].Sql}, {Patterns.Pattern(arguments[1].Sql, call.Arguments[1])}, '{Options(flags, false)}')";
    }

    /// <summary>substring(text from pattern): the first group, or the whole match when there is none.</summary>
    public static Fragment Substring(BoundCall call, List<Fragment> arguments)
    {
        var pattern = Patterns.Pattern(arguments[1].Sql, call.Arguments[1]);
        var group = Groups(call) > 0 ? 1 : 0;
        return $"(CASE WHEN regexp_matches({arguments[0].Sql}, {pattern}, 's') THEN regexp_extract({arguments[0].Sql}, {pattern}, {group}, 's') END)";
    }

    public static Fragment Match(BoundCall call, List<Fragment> arguments)
    {
        var flags = call.Arguments.Count == 3 ? Flags(call.Arguments[2], call.Position) : "";
        var options = Options(flags, false);
        var pattern = Patterns.Pattern(arguments[1].Sql, call.Arguments[1]);
        var count = Groups(call);
        var groups = count == 0 ? [0] : Enumerable.Range(1, count);
        var items = string.Join(", ", groups.Select(g => $"regexp_extract({arguments[0].Sql}, {pattern}, {g}, '{options}')"));
        return $"(CASE WHEN regexp_matches({arguments[0].Sql}, {pattern}, '{options}') THEN [{items}] END)";
    }

    private static int Groups(BoundCall call)
    {
        if (ExpressionWriter.Constant(call.Arguments[1]) is not { } pattern)
            throw Refusal.Unsupported($"{call.Function.Name} with a pattern that is not a constant is not supported", call.Position, "Write the pattern as a constant.");
        var count = 0;
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\') i++;
            else if (pattern[i] == '[')
                for (i += i + 1 < pattern.Length && pattern[i + 1] == ']' ? 2 : 1; i < pattern.Length && pattern[i] != ']'; i++) { }
            else if (pattern[i] == '(' && (i + 1 >= pattern.Length || pattern[i + 1] != '?')) count++;
        }
        return count;
    }

    private static string Flags(BoundExpression flags, int position) => ExpressionWriter.Constant(flags)
        ?? throw Refusal.Unsupported("regular expression flags that are not a constant are not supported", position);

    private static string Options(string flags, bool global) =>
        $"{(flags.Contains('n') ? "m" : "s")}{(flags.Contains('i') ? "i" : "")}{(global ? "g" : "")}";
}
