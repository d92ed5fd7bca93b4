using Granary.Engine;
using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Errors;
using Granary.Grains.Interfaces.Ingest;
using Granary.Grains.Interfaces.Query;
using Granary.Grains.Interfaces.Tables;
using Granary.Runtime;

namespace Granary.Grains;

/// <summary>
/// One table of one project: gives its engine an identity, an epoch and turns. An engine that found an invariant broken, or
/// that another owner has fenced, is dropped; the next call activates the grain anew from what is durable.
/// </summary>
internal sealed class TableGrain(IGrainContext context, TableEngineFactory engines, TableStore store, IProjectCatalog projects, ActiveTables active)
    : Grain(context), ITableGrain
{
    private readonly TableId _table = TableId.Parse(context.GrainId.Key);
    private TableEngine? _engine;

    private TableEngine Engine => _engine ?? throw new InvalidOperationException($"{_table} is not active.");

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var schema = BuiltInTables.Find(_table.Table)
            ?? throw new GranaryException(ErrorKind.NotFound, SqlState.UndefinedTable, $"relation \"{_table.Table}\" does not exist");
        _engine = engines.Create(_table, schema, GrainContext.Epoch, store);
        await _engine.ActivateAsync(cancellationToken);
        active.Add(_engine);
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_engine is null) return;
        active.Remove(_engine);
        // Fenced: the rows are in the log, and their new owner's; there is no time for flushing them.
        await _engine.DeactivateAsync(reason == DeactivationReason.Fenced ? new CancellationToken(canceled: true) : cancellationToken);
    }

    public override async Task<bool> OnMovingAsync(CancellationToken cancellationToken)
    {
        // A load's staged rows can't move.
        if (Engine.HasLoads) return false;
        await Engine.FlushAsync(cancellationToken);
        return true;
    }

    public async Task<AppendResult> AppendAsync(AppendRequest request, CancellationToken cancellationToken)
    {
        await projects.AnnounceAsync(_table, cancellationToken);
        var result = await RunAsync(() => Engine.AppendAsync(request, cancellationToken));
        projects.Add(_table);
        return result;
    }

    public Task<LoadId> BeginLoadAsync(CancellationToken cancellationToken) => RunAsync(() => Task.FromResult(Engine.BeginLoad()));

    public Task StageAsync(LoadId load, ColumnBatch rows, CancellationToken cancellationToken) => RunAsync(async () =>
    {
        await Engine.StageAsync(load, rows, cancellationToken);
        return load;
    });

    public async Task<AppendResult> CommitLoadAsync(LoadId load, CancellationToken cancellationToken)
    {
        await projects.AnnounceAsync(_table, cancellationToken);
        var result = await RunAsync(() => Engine.CommitLoadAsync(load, cancellationToken));
        projects.Add(_table);
        return result;
    }

    public Task AbortLoadAsync(LoadId load, CancellationToken cancellationToken) => Engine.AbortLoadAsync(load);

    public Task<TableScan> OpenScanAsync(TableScanRequest request, CancellationToken cancellationToken) =>
        RunAsync(() => Task.FromResult(Engine.OpenScan(request)));

    public Task FlushAsync(CancellationToken cancellationToken) => RunAsync(async () =>
    {
        await Engine.FlushAsync(cancellationToken);
        return _table;
    });

    private async Task<T> RunAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (GranaryException error) when (error.Kind == ErrorKind.Fenced)
        {
            GrainContext.Deactivate(DeactivationReason.Fenced);
            throw;
        }
        finally
        {
            if (Engine.IsBroken) DeactivateOnIdle();
        }
    }
}
