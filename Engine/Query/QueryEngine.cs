using Granary.Engine.ObjectStores;
using Granary.Engine.SegmentCache;
using Granary.Grains.Interfaces.Errors;
using Granary.Grains.Interfaces.Query;
using Granary.Grains.Interfaces.Tables;

namespace Granary.Engine.Query;

/// <summary>
/// Runs statements over scans that table grains have opened: brings their segments into reach as local files, and hands these
/// with the tails to DuckDB. Safe for concurrent use.
/// </summary>
public sealed class QueryEngine : IDisposable
{
    private readonly QueryExecutor _executor;
    private readonly LocalSegments _segments;
    private readonly IObjectStore _store;

    /// <summary>Opens the database that all statements share.</summary>
    /// <param name="options">What queries may use.</param>
    /// <param name="segments">The local copies; stay the caller's.</param>
    /// <param name="store">Where the segments lie.</param>
    /// <param name="readableDirectories">The only directories that statements can read: of the copies, and of a directory store.</param>
    /// <param name="spillDirectory">Where statements spill.</param>
    /// <param name="time">The clock of time limits.</param>
    public QueryEngine(
        QueryOptions options, LocalSegments segments, IObjectStore store, IReadOnlyList<string> readableDirectories, string spillDirectory, TimeProvider time)
    {
        _segments = segments;
        _store = store;
        _executor = new QueryExecutor(options, readableDirectories, spillDirectory, time);
    }

    /// <summary>Runs a statement. Scans of one source that stands at several places of the statement are opened once.</summary>
    /// <param name="request">The statement.</param>
    /// <param name="scans">For each table source of the request: what its grains gave, one for each project.</param>
    /// <param name="cancellationToken">Interrupts it.</param>
    public async Task<IQueryResult> ExecuteAsync(
        QueryRequest request, IReadOnlyDictionary<ScanSource.Table, IReadOnlyList<TableScan>> scans, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(scans);
        var leases = await LeaseAsync(scans.Values, cancellationToken);
        return await _executor.ExecuteAsync(request, Inputs(request, scans, leases), cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _executor.Dispose();

    private async Task<Dictionary<SegmentReference, SegmentLease>> LeaseAsync(
        IEnumerable<IReadOnlyList<TableScan>> scans, CancellationToken cancellationToken)
    {
        var segments = scans.SelectMany(tables => tables).SelectMany(table => table.Segments).Distinct().ToList();
        if (segments.Count == 0) return [];
        var leases = await _segments.OpenAllAsync(_store, segments, cancellationToken);
        return segments.Zip(leases).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    private static QueryInputs Inputs(
        QueryRequest request, IReadOnlyDictionary<ScanSource.Table, IReadOnlyList<TableScan>> scans, Dictionary<SegmentReference, SegmentLease> leases)
    {
        var inputs = new Dictionary<ScanSource, ScanInput>(ReferenceEqualityComparer.Instance);
        foreach (var source in request.Scans.Distinct<ScanSource>(ReferenceEqualityComparer.Instance))
        {
            inputs.Add(source, source switch
            {
                ScanSource.Rows rows => new ScanInput(rows.Names, rows.Types, [], rows.Batches),
                ScanSource.Table table => Input(table, scans[table], leases),
                _ => throw new System.Diagnostics.UnreachableException(),
            });
        }
        return new QueryInputs([.. request.Scans.Select(source => inputs[source])]) { Leases = [.. leases.Values] };
    }

    private static ScanInput Input(
        ScanSource.Table source, IReadOnlyList<TableScan> tables, Dictionary<SegmentReference, SegmentLease> leases)
    {
        var schema = BuiltInTables.Find(source.TableName)
            ?? throw new GranaryException(ErrorKind.NotFound, SqlState.UndefinedTable, $"relation \"{source.TableName}\" does not exist");
        var names = source.Request.Columns;
        return new ScanInput(
            names,
            [.. names.Select(name => schema.ColumnTypes[schema.IndexOf(name)])],
            [.. tables.SelectMany(table => table.Segments).Select(segment => leases[segment].Path)],
            [.. tables.SelectMany(table => table.Tail), .. source.Uncommitted.Select(rows => rows.Value)]);
    }
}
