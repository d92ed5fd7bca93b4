using Granary.Grains.Interfaces.Columns;

namespace Granary.Engine.Segments;

/// <summary>
/// The nulls of a column of a segment and bounds of its values. Bounds are <see cref="long"/> for integers, dates (days)
/// and times (microseconds), <see cref="double"/> for floats, <see cref="Int128"/> scaled for numerics, <see cref="string"/>
/// for texts: compared by UTF-8 bytes, at most 32 characters and a mark, so that the value itself may lie inside of them.
/// Null when there is no value, or none that bounds: JSON, bytes, arrays, booleans, intervals, and floats with a NaN.
/// </summary>
internal sealed record ColumnStatistics(string Name, DataType Type, long NullCount, object? Min, object? Max);
