using Granary.Grains.Interfaces.Errors;
using Granary.Grains.Interfaces.Ingest;
using Granary.Grains.Interfaces.Query;

namespace Granary.Grains.Interfaces;

/// <summary>
/// One table of one project; the key is <see cref="TableId.GrainKey"/>. It buffers writes durably, flushes segments and says
/// what a query must read. Every method may throw <see cref="GranaryException"/>: <see cref="ErrorKind.NotFound"/> when the
/// table doesn't exist, <see cref="ErrorKind.Unavailable"/> when the log or the store can't be reached, and
/// <see cref="ErrorKind.Exhausted"/> when there is no room; then nothing has changed and the call may be repeated.
/// </summary>
public interface ITableGrain : IGrain
{
    /// <summary>
    /// Appends rows: all or none. When the task completes they are durable and in every later scan. The batches must hold
    /// valid values for all NOT NULL columns; every row's project is this grain's.
    /// </summary>
    /// <param name="request">The rows, at most <see cref="AppendRequest.MaxBytes"/> bytes: larger statements go through a load.</param>
    /// <param name="cancellationToken">Gives up waiting for room; once the log has the rows they stay.</param>
    Task<AppendResult> AppendAsync(AppendRequest request, CancellationToken cancellationToken);

    /// <summary>Begins a load: a statement too large for one append. Its rows are staged as segments and become visible in one commit.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    Task<LoadId> BeginLoadAsync(CancellationToken cancellationToken);

    /// <summary>Stages rows of a load. Waits while too much is being encoded (back-pressure). Rows of one call need no order.</summary>
    /// <param name="load">The load.</param>
    /// <param name="rows">The rows; the grain owns the batch from now on.</param>
    /// <param name="cancellationToken">Gives up; abort the load then.</param>
    Task StageAsync(LoadId load, Columns.ColumnBatch rows, CancellationToken cancellationToken);

    /// <summary>Makes a load's rows durable and visible in one commit of the Delta log, all or none, and ends the load.</summary>
    /// <param name="load">The load.</param>
    /// <param name="cancellationToken">Gives up waiting; the commit may happen all the same.</param>
    Task<AppendResult> CommitLoadAsync(LoadId load, CancellationToken cancellationToken);

    /// <summary>Ends a load and deletes what was staged. Of an unknown load: does nothing.</summary>
    /// <param name="load">The load.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    Task AbortLoadAsync(LoadId load, CancellationToken cancellationToken);

    /// <summary>
    /// What a query must read, fixed in one turn: the snapshot's segments that may hold wanted rows, and the tail. Each row
    /// is in exactly one of them.
    /// </summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<TableScan> OpenScanAsync(TableScanRequest request, CancellationToken cancellationToken);

    /// <summary>Flushes all rows appended before the call into committed segments.</summary>
    /// <param name="cancellationToken">Gives up waiting; the flush goes on.</param>
    Task FlushAsync(CancellationToken cancellationToken);
}
