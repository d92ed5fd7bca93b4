namespace Granary.Comparison.Wire;

/// <summary>What came back for one query.</summary>
internal sealed class WireAnswer
{
    public long RowCount { get; set; }

    public string Tag { get; set; } = "";

    public string? Error { get; set; }

    /// <summary>The rows as text, fields joined with tabs, when they were asked for.</summary>
    public List<string> Rows { get; } = [];

    /// <summary>The same answer, or an exception when the server refused.</summary>
    public WireAnswer Checked() => Error is null ? this : throw new InvalidOperationException(Error);
}
