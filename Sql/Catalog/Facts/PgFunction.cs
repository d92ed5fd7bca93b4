namespace Granary.Sql.Catalog.Facts;

/// <summary>A row of pg_proc (or of an extension's list), as far as resolving needs it.</summary>
internal sealed class PgFunction
{
    public required uint Oid { get; init; }
    public required string Name { get; init; }
    public required uint Namespace { get; init; }
    /// <summary>f function, a aggregate, w window, p procedure.</summary>
    public required char Kind { get; init; }
    public required bool IsStrict { get; init; }
    public required bool ReturnsSet { get; init; }
    /// <summary>i immutable, s stable, v volatile.</summary>
    public required char Volatility { get; init; }
    public required PgType ReturnType { get; init; }
    /// <summary>Input arguments; the last is the array when variadic.</summary>
    public required PgType[] Arguments { get; init; }
    public required int DefaultCount { get; init; }
    /// <summary>The element type of the variadic argument (or "any"), or null.</summary>
    public required PgType? VariadicElement { get; init; }
    /// <summary>Names of all arguments, in and out; empty when unnamed.</summary>
    public required string[] ArgumentNames { get; init; }
    /// <summary>Modes of all arguments (i, o, b, v, t), or empty when all are in.</summary>
    public required string ArgumentModes { get; init; }
    /// <summary>Types of all arguments, in and out; empty when all are in.</summary>
    public required PgType[] AllArguments { get; init; }
    /// <summary>n normal, o ordered-set, h hypothetical-set; blank when not an aggregate.</summary>
    public char AggregateKind { get; set; } = ' ';
    public int DirectArgumentCount { get; set; }

    public bool IsAggregate => Kind == 'a';

    public bool IsOrderedSet => AggregateKind is 'o' or 'h';

    /// <summary>The columns that a call in FROM gives, when the function has OUT or TABLE arguments; else empty.</summary>
    public IEnumerable<(string Name, PgType Type)> OutputColumns()
    {
        for (var i = 0; i < ArgumentModes.Length; i++)
            if (ArgumentModes[i] is 'o' or 'b' or 't')
                yield return (i < ArgumentNames.Length && ArgumentNames[i].Length > 0 ? ArgumentNames[i] : $"column{i + 1}", AllArguments[i]);
    }

    public override string ToString() => $"{Name}({string.Join(", ", Arguments.Select(a => a.Name))})";
}
