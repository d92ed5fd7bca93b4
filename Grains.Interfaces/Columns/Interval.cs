using System.Runtime.InteropServices;

namespace Granary.Grains.Interfaces.Columns;

/// <summary>PostgreSQL's interval: three parts that are kept apart. The layout equals DuckDB's `duckdb_interval`.</summary>
/// <param name="Months">Whole months.</param>
/// <param name="Days">Whole days.</param>
/// <param name="Microseconds">The rest, in microseconds.</param>
[StructLayout(LayoutKind.Sequential, Pack = 4, Size = 16)]
public readonly record struct Interval(int Months, int Days, long Microseconds);
