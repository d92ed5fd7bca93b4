using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Columns;

namespace Granary.Gateway.Ingest;

/// <summary>Completed rows and the project of each: the rows of project i are <see cref="RowsOf"/>.</summary>
internal sealed class SplitRows
{
    private readonly int[] _rows;
    private readonly int[] _ends;

    /// <param name="batch">The rows.</param>
    /// <param name="projects">Their projects.</param>
    /// <param name="rows">Row numbers, one project's after another's; empty when there is one project.</param>
    /// <param name="ends">Where each project's row numbers end.</param>
    public SplitRows(ColumnBatch batch, IReadOnlyList<ProjectId> projects, int[] rows, int[] ends)
    {
        Batch = batch;
        Projects = projects;
        _rows = rows;
        _ends = ends;
    }

    public ColumnBatch Batch { get; }

    public IReadOnlyList<ProjectId> Projects { get; }

    /// <summary>The rows of one project in their order. Not when there is one project only: it has them all.</summary>
    public ReadOnlySpan<int> RowsOf(int project)
    {
        var start = project == 0 ? 0 : _ends[project - 1];
        return _rows.AsSpan(start, _ends[project] - start);
    }

    /// <summary>The rows as a batch for each project.</summary>
    public IReadOnlyList<KeyValuePair<ProjectId, ColumnBatch>> ToBatches()
    {
        if (Batch.RowCount == 0) return [];
        if (Projects.Count == 1) return [new(Projects[0], Batch)];
        var batches = new KeyValuePair<ProjectId, ColumnBatch>[Projects.Count];
        for (var i = 0; i < batches.Length; i++) batches[i] = new(Projects[i], Batch.Take(RowsOf(i)));
        return batches;
    }
}
