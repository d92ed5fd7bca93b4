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
        var scans = new Dictionary<ScanSource.Table, IReadOnlyList<TableScan>>(ReferenceEqualityComparer.Instance);
        foreach (var source in request.Scans.OfType<ScanSource.Table>())
        {
            if (!scans.ContainsKey(source)) scans.Add(source, await OpenAsync(source, cancellationToken));
        }
        return await engine.ExecuteAsync(request, scans, cancellationToken);
    }

    private async Task<IReadOnlyList<TableScan>> OpenAsync(ScanSource.Table source, CancellationToken cancellationToken)
    {
        var tables = TablesOf(source);
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

    private List<TableId> TablesOf(ScanSource.Table source)
    {
        var selected = source.Projects switch
        {
            ProjectSelection.All => projects.Projects(source.TableName),
            ProjectSelection.Only only => only.Projects,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        return [.. selected.Select(project => new TableId(project, source.TableName)).Where(projects.Contains)];
    }
}
