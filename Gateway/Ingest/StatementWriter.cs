using System.Runtime.ExceptionServices;
using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Errors;
using Granary.Grains.Interfaces.Ingest;
using Granary.Grains.Interfaces.Tables;

namespace Granary.Gateway.Ingest;

/// <summary>
/// Writes a statement's rows to the grains of their projects, for each table all or none:
/// 1. rows are collected by project while all of them together stay below <see cref="AppendRequest.MaxBytes"/>;
/// 2. beyond that the largest projects go over to loads and their rows are staged, so that memory stays bounded however
///    long the statement and however many its projects; staging waits when a grain is busy, and so does the caller;
/// 3. at the end what was collected is appended, and then loads are committed. Before that nothing is visible.
/// One caller at a time. Disposing without <see cref="CompleteAsync"/> takes everything back.
/// </summary>
internal sealed class StatementWriter(TableSchema schema, Func<TableId, ITableGrain> grains, long maxBytes = AppendRequest.MaxBytes) : IAsyncDisposable
{
    // a load's rows are staged in pieces of this size or, under pressure, smaller ones
    private readonly long _stageBytes = maxBytes / 4;
    private readonly Dictionary<ProjectId, ProjectRows> _projects = [];
    private long _heldBytes;

    /// <summary>Whether a part of the rows is stored and can't be taken back.</summary>
    public bool HasStored { get; private set; }

    /// <summary>Rows given so far.</summary>
    public long RowCount { get; private set; }

    /// <summary>Takes rows; completes when there is room for more.</summary>
    /// <returns>Whether they were copied, so that the batch's buffers may be filled again.</returns>
    public async ValueTask<bool> WriteAsync(SplitRows rows, CancellationToken cancellationToken)
    {
        if (rows.Batch.RowCount == 0) return true;
        RowCount += rows.Batch.RowCount;
        for (var i = 0; i < rows.Projects.Count; i++)
        {
            var held = Find(rows.Projects[i]);
            var before = held.SizeInBytes;
            if (rows.Projects.Count == 1) held.Add(rows.Batch);
            else held.Add(rows.Batch, rows.RowsOf(i));
            _heldBytes += held.SizeInBytes - before;
        }

        if (_heldBytes > maxBytes) await RelieveAsync(cancellationToken);
        return rows.Projects.Count > 1; // one project's batch is kept as it is
    }

    /// <summary>Takes rows of one project.</summary>
    public async ValueTask WriteAsync(ProjectId project, ColumnBatch rows, CancellationToken cancellationToken)
    {
        if (rows.RowCount == 0) return;
        RowCount += rows.RowCount;
        var held = Find(project);
        var before = held.SizeInBytes;
        held.Add(rows);
        _heldBytes += held.SizeInBytes - before;
        if (_heldBytes > maxBytes) await RelieveAsync(cancellationToken);
    }

    /// <summary>Makes all rows durable and visible; gives their number.</summary>
    public async Task<long> CompleteAsync(CancellationToken cancellationToken)
    {
        // whatever may still fail for want of room comes first
        foreach (var (project, held) in _projects)
            if (held.Load is not null || held.SizeInBytes > AppendRequest.MaxBytes) await StageAsync(project, held, cancellationToken);
        await AllAsync([.. _projects.Where(pair => pair.Value.Load is null).Select(pair => AppendAsync(pair.Key, pair.Value, cancellationToken))]);
        foreach (var (project, held) in _projects.Where(pair => pair.Value.Load is not null))
        {
            await Grain(project).CommitLoadAsync(held.Load!.Value, cancellationToken);
            held.Load = null;
            HasStored = true;
        }

        _projects.Clear();
        return RowCount;
    }

    /// <summary>Takes back what was staged and not committed.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var (project, held) in _projects)
        {
            if (held.Load is not { } load) continue;
            held.Load = null;
            // not with the statement's token: it may be what ended the statement
            await Grain(project).AbortLoadAsync(load, CancellationToken.None);
        }

        _projects.Clear();
    }

    private async Task AppendAsync(ProjectId project, ProjectRows held, CancellationToken cancellationToken)
    {
        var batches = held.Take();
        if (batches.Count == 0) return;
        await Grain(project).AppendAsync(new AppendRequest(batches), cancellationToken);
        HasStored = true;
    }

    /// <summary>Waits for all, and of several failures throws one that leaves doubt before one that is a plain refusal.</summary>
    private static async Task AllAsync(Task[] parts)
    {
        var all = Task.WhenAll(parts);
        await all.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (all.Exception?.InnerExceptions.FirstOrDefault(failure => failure is GranaryException { Kind: ErrorKind.OutcomeUnknown }) is { } doubt)
            ExceptionDispatchInfo.Throw(doubt);
        await all;
    }

    // the largest first, down to a half, so that small projects mostly end as one append
    private async ValueTask RelieveAsync(CancellationToken cancellationToken)
    {
        foreach (var (project, held) in _projects.OrderByDescending(pair => pair.Value.SizeInBytes).ToList())
        {
            if (_heldBytes <= maxBytes / 2 && held.SizeInBytes < _stageBytes) return;
            await StageAsync(project, held, cancellationToken);
        }
    }

    private async ValueTask StageAsync(ProjectId project, ProjectRows held, CancellationToken cancellationToken)
    {
        var grain = Grain(project);
        held.Load ??= await grain.BeginLoadAsync(cancellationToken);
        _heldBytes -= held.SizeInBytes;
        foreach (var batch in held.Take()) await grain.StageAsync(held.Load.Value, batch, cancellationToken);
    }

    private ProjectRows Find(ProjectId project)
    {
        if (!_projects.TryGetValue(project, out var held)) _projects.Add(project, held = new ProjectRows(schema));
        return held;
    }

    private ITableGrain Grain(ProjectId project) => grains(new TableId(project, schema.Name));
}
