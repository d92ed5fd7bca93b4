using Granary.Grains.Interfaces.Columns;

namespace Granary.Grains.Interfaces.Query;

/// <summary>What stands at one scan's place in a generated statement.</summary>
public abstract record ScanSource
{
    private ScanSource()
    {
    }

    /// <summary>A table of one or more projects; the rows of all of them together.</summary>
    /// <param name="TableName">The table.</param>
    /// <param name="Projects">The projects.</param>
    /// <param name="Request">The columns and ranges.</param>
    public sealed record Table(string TableName, ProjectSelection Projects, TableScanRequest Request) : ScanSource
    {
        /// <summary>Rows of this session's open transaction that only it sees, by project.</summary>
        public IReadOnlyList<KeyValuePair<ProjectId, ColumnBatch>> Uncommitted { get; init; } = [];
    }

    /// <summary>Rows at hand: system catalogues, VALUES lists that were folded.</summary>
    /// <param name="Names">The columns' names.</param>
    /// <param name="Types">Their types.</param>
    /// <param name="Batches">The rows; may be empty.</param>
    public sealed record Rows(IReadOnlyList<string> Names, IReadOnlyList<DataType> Types, IReadOnlyList<ColumnBatch> Batches) : ScanSource;
}
