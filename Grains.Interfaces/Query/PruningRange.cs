namespace Granary.Grains.Interfaces.Query;

/// <summary>
/// A range outside which a column's values are surely not wanted; segments whose min/max lie outside are not read. Both ends
/// are inclusive. Values: <see cref="long"/> for integers, dates (days since 1970-01-01) and times (microseconds since then),
/// <see cref="double"/> for floats, <see cref="string"/> for text (compared by UTF-8 bytes).
/// </summary>
/// <param name="ColumnName">The column.</param>
/// <param name="Lower">The least wanted value, or null for no bound.</param>
/// <param name="Upper">The greatest wanted value, or null for no bound.</param>
public sealed record PruningRange(string ColumnName, object? Lower, object? Upper);
