namespace Granary.Sql;

/// <summary>One column of a result, as RowDescription tells it.</summary>
/// <param name="Name">The name PostgreSQL would give it.</param>
/// <param name="Type">Its type.</param>
/// <param name="TableOid">The table it comes from unchanged, or 0.</param>
/// <param name="AttributeNumber">The column of that table (1-based), or 0.</param>
public sealed record ResultColumn(string Name, SqlType Type, uint TableOid = 0, short AttributeNumber = 0);
