using Granary.Grains.Interfaces.Columns;

namespace Granary.Grains.Interfaces.Query;

/// <summary>
/// A statement to run: DuckDB SQL that Granary generated, cut at the places where scans stand. The text is
/// `Pieces[0] scan(0) Pieces[1] scan(1) … Pieces[n]`; a scan is put in as a parenthesised subquery that gives its columns.
/// </summary>
public sealed record QueryRequest
{
    /// <summary>The text's pieces: one more than <see cref="Scans"/>.</summary>
    public required IReadOnlyList<string> Pieces { get; init; }

    /// <summary>What stands between the pieces. The same scan object at two places is taken once: both see the same rows.</summary>
    public required IReadOnlyList<ScanSource> Scans { get; init; }

    /// <summary>The names of the result's columns.</summary>
    public required IReadOnlyList<string> ResultNames { get; init; }

    /// <summary>The types of the result's columns; the generated text casts to them.</summary>
    public required IReadOnlyList<DataType> ResultTypes { get; init; }

    /// <summary>Parameters `$1…$n` as the columns of one row; null when there are none.</summary>
    public ColumnBatch? Parameters { get; init; }

    /// <summary>The session's time zone (IANA name), for the few functions that depend on it.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>How long the statement may run (57014 after it); zero for no limit.</summary>
    public TimeSpan Timeout { get; init; }

    /// <summary>The least result rows wanted soon; lets the first batch come early. Zero for no wish.</summary>
    public int RowsWanted { get; init; }
}
