using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Ingest;
using Granary.Grains.Interfaces.Query;

namespace Granary.Gateway.Tests.Ingest;

/// <summary>A table grain that counts what it is given.</summary>
internal sealed class RecordingTableGrain : ITableGrain
{
    private long _stagedRows;

    public int Appends { get; private set; }

    public int Loads { get; private set; }

    public int AbortedLoads { get; private set; }

    public long VisibleRows { get; private set; }

    public long LargestAppend { get; private set; }

    public ColumnBatch? LastAppended { get; private set; }

    public Task<AppendResult> AppendAsync(AppendRequest request, CancellationToken cancellationToken)
    {
        Appends++;
        VisibleRows += request.RowCount;
        LastAppended = request.Batches[^1];
        LargestAppend = Math.Max(LargestAppend, request.SizeInBytes);
        return Task.FromResult(new AppendResult(request.RowCount, Appends));
    }

    public Task<LoadId> BeginLoadAsync(CancellationToken cancellationToken) => Task.FromResult(new LoadId(++Loads));

    public Task StageAsync(LoadId load, ColumnBatch rows, CancellationToken cancellationToken)
    {
        _stagedRows += rows.RowCount;
        return Task.CompletedTask;
    }

    public Task<AppendResult> CommitLoadAsync(LoadId load, CancellationToken cancellationToken)
    {
        VisibleRows += _stagedRows;
        return Task.FromResult(new AppendResult(_stagedRows, 0));
    }

    public Task AbortLoadAsync(LoadId load, CancellationToken cancellationToken)
    {
        AbortedLoads++;
        _stagedRows = 0;
        return Task.CompletedTask;
    }

    public Task<TableScan> OpenScanAsync(TableScanRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task FlushAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
}
