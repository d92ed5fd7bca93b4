using Granary.Grains.Interfaces.Columns;

namespace Granary.Sql;

/// <summary>A type as PostgreSQL's clients see it, and the storage type in which its values travel.</summary>
/// <param name="Oid">PostgreSQL's OID of the type.</param>
/// <param name="Modifier">The typmod, -1 for none.</param>
/// <param name="Storage">How values are stored in columns; `oid`, `regclass` and kin as bigint, `name`, `"char"` and unknown ones as text.</param>
public sealed record SqlType(uint Oid, int Modifier, DataType Storage);
