using Granary.Engine.Query;
using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Query;
using Granary.Runtime;

namespace Granary.Grains;

/// <summary>
/// Runs a statement where its tables are:
/// 1. every table source becomes the grains of its projects; a table that nobody has written to holds no rows and needs no grain;
/// 2. all grains are asked for their scans, some at a time, each once for each source;
/// 3. the engine runs the statement over them.
/// </summary>
internal sealed class QueryService(IGrainFactory grains, IProjectCatalog projects, QueryEngine engine) : IQueryService
{
    /// <summary>Grains that one statement activates or asks at the same time.</summary>
    private const int MaxConcurrentScans = 16;

    public async Task<IQueryResult> ExecuteAsync(QueryRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var warnings = CallWarnings.Collect();
        var scans = new Dictionary<ScanSource.Table, IReadOnlyList<TableScan>>(ReferenceEqualityComparer.Instance);
        foreach (var source in request.Scans.OfType<ScanSource.Table>())
        {
            if (!scans.ContainsKey(source)) scans.Add(source, await OpenAsync(source, cancellationToken));
        }
        var result = await engine.ExecuteAsync(request, scans, cancellationToken);
        return warnings.All is { Count: > 0 } found ? new WarnedResult(result, found) : result;
    }

    private async Task<IReadOnlyList<TableScan>> OpenAsync(ScanSource.Table source, CancellationToken cancellationToken)
    {
        var tables = await TablesOfAsync(source, cancellationToken);
        switch (tables.Count)
        {
            case 0:
                return [];
            case 1:
                return [await OpenAsync(tables[0], source.Request, cancellationToken)];
            default:
                var scans = new TableScan[tables.Count];
                var parallel = new ParallelOptions { MaxDegreeOfParallelism = MaxConcurrentScans, CancellationToken = cancellationToken };
                await Parallel.ForAsync(
                    0, tables.Count, parallel, async (i, token) => scans[i] = await OpenAsync(tables[i], source.Request, token));
                return scans;
        }
    }

    private Task<TableScan> OpenAsync(TableId table, TableScanRequest request, CancellationToken cancellationToken) =>
        grains.GetGrain<ITableGrain>(table.GrainKey).OpenScanAsync(request, cancellationToken);

    private async ValueTask<List<TableId>> TablesOfAsync(ScanSource.Table source, CancellationToken cancellationToken)
    {
        switch (source.Projects)
        {
            case ProjectSelection.All:
                await projects.RefreshAsync(cancellationToken);
                return Known(source.TableName, projects.Projects(source.TableName));
            case ProjectSelection.Only only:
                var known = Known(source.TableName, only.Projects);
                if (known.Count == only.Projects.Count) return known;
                await projects.RefreshAsync(cancellationToken);
                return Known(source.TableName, only.Projects);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private List<TableId> Known(string tableName, IReadOnlyList<ProjectId> selected) =>
        [.. selected.Select(project => new TableId(project, tableName)).Where(projects.Contains)];
}
