using System.Collections.Concurrent;
using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Errors;
using Granary.Grains.Interfaces.Ingest;
using Granary.Grains.Interfaces.Query;
using Granary.Runtime;

namespace Granary.Gateway.Tests.Sessions;

/// <summary>Table grains that keep appended rows in memory.</summary>
internal sealed class InMemoryTables : IGrainFactory
{
    private readonly ConcurrentDictionary<string, InMemoryTable> _tables = new();

    public TGrain GetGrain<TGrain>(string key)
        where TGrain : class, IGrain => (TGrain)(IGrain)this[key];

    public InMemoryTable this[string key] => _tables.GetOrAdd(key, _ => new InMemoryTable());

    /// <summary>Rows of all projects in `otel_logs_and_spans`.</summary>
    public int RowCount => _tables.Values.Sum(table => table.RowCount);
}

/// <summary>One table's rows.</summary>
internal sealed class InMemoryTable : ITableGrain
{
    private readonly List<ColumnBatch> _batches = [];
    private readonly Dictionary<long, List<ColumnBatch>> _loads = [];
    private long _lastLoad;

    public int AppendCount { get; private set; }

    public int RowCount
    {
        get
        {
            lock (_batches) return _batches.Sum(batch => batch.RowCount);
        }
    }

    /// <summary>What the next append throws.</summary>
    public GranaryException? Refusal { get; set; }

    /// <summary>What staging throws.</summary>
    public GranaryException? StageRefusal { get; set; }

    public Task<AppendResult> AppendAsync(AppendRequest request, CancellationToken cancellationToken)
    {
        if (Refusal is { } refusal) throw refusal;
        lock (_batches) _batches.AddRange(request.Batches);
        return Task.FromResult(new AppendResult(request.RowCount, ++AppendCount));
    }

    public IReadOnlyList<string?> Texts(string column)
    {
        lock (_batches)
        {
            return [.. _batches.SelectMany(batch => Enumerable.Range(0, batch.RowCount).Select(row =>
                batch.Find(column) is { } found && !found.IsNull(row) ? System.Text.Encoding.UTF8.GetString(found.GetBytes(row)) : null))];
        }
    }

    public Task<LoadId> BeginLoadAsync(CancellationToken cancellationToken)
    {
        _loads.Add(++_lastLoad, []);
        return Task.FromResult(new LoadId(_lastLoad));
    }

    public Task StageAsync(LoadId load, ColumnBatch rows, CancellationToken cancellationToken)
    {
        if (StageRefusal is { } refusal) throw refusal;
        _loads[load.Value].Add(rows);
        return Task.CompletedTask;
    }

    public Task<AppendResult> CommitLoadAsync(LoadId load, CancellationToken cancellationToken)
    {
        _loads.Remove(load.Value, out var rows);
        lock (_batches) _batches.AddRange(rows!);
        return Task.FromResult(new AppendResult(rows!.Sum(batch => batch.RowCount), ++AppendCount));
    }

    public Task AbortLoadAsync(LoadId load, CancellationToken cancellationToken)
    {
        _loads.Remove(load.Value);
        return Task.CompletedTask;
    }

    public Task<TableScan> OpenScanAsync(TableScanRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
