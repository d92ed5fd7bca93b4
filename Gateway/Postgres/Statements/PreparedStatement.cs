using Granary.Sql;

namespace Granary.Gateway.Postgres.Statements;

/// <summary>What Parse or PREPARE made: a statement with a name and the types of its parameters.</summary>
internal sealed record PreparedStatement
{
    public required string Name { get; init; }

    /// <summary>The statement; null for an empty text.</summary>
    public required ParsedStatement? Statement { get; init; }

    /// <summary>The resolved statement; null for those that the session itself carries out.</summary>
    public PreparedQuery? Query { get; init; }

    /// <summary>The schemas in which its names were looked up, as text.</summary>
    public string SearchPath { get; init; } = "";

    /// <summary>Types of the parameters.</summary>
    public IReadOnlyList<SqlType> Parameters { get; init; } = [];

    /// <summary>Reads Binds of a plain INSERT; null for other statements.</summary>
    public PlainInsertBinder? PlainInsert { get; init; }

    /// <summary>The types that the client declared.</summary>
    public uint[] DeclaredOids { get; init; } = [];
}
