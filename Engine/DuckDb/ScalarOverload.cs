namespace Granary.Engine.DuckDb;

/// <summary>Computes a chunk of results. Rows with a null argument are null already, unless the overload sees nulls.</summary>
internal delegate void ScalarBody(ScalarArguments arguments, VectorWriter result);

/// <summary>One signature of a scalar function and what computes it.</summary>
internal sealed record ScalarOverload(IReadOnlyList<DuckDbType> Parameters, DuckDbType Result, ScalarBody Body)
{
    /// <summary>The type of any number of further arguments.</summary>
    public DuckDbType? Variadic { get; init; }

    /// <summary>Whether the body decides what a null argument gives; otherwise it gives null.</summary>
    public bool SeesNulls { get; init; }

    /// <summary>Whether equal arguments may give different results.</summary>
    public bool IsVolatile { get; init; }
}
