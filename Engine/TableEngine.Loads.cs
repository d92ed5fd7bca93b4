using Granary.Engine.Flushing;
using Granary.Engine.Loads;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Errors;
using Granary.Grains.Interfaces.Ingest;

namespace Granary.Engine;

/// <content>The way of a larger statement: segments first, then one commit.</content>
public sealed partial class TableEngine
{
    private readonly Dictionary<LoadId, TableLoad> _loads = [];
    private long _lastLoad;

    /// <summary>Begins a load.</summary>
    public LoadId BeginLoad()
    {
        ThrowUnlessActive();
        if (_loads.Count >= _options.Loads.MaxOpenLoads)
            throw new GranaryException(ErrorKind.Exhausted, SqlState.ConfigurationLimitExceeded, $"table {Table} has {_loads.Count} loads open already") { RetryAfter = TimeSpan.FromSeconds(5) };
        var id = new LoadId(++_lastLoad);
        _loads.Add(id, new TableLoad(id, _uploader, _dependencies.LoadMemory, _loadMemory, _options.Loads));
        return id;
    }

    /// <summary>Stages rows of a load; waits while too much is being encoded.</summary>
    /// <param name="load">The load.</param>
    /// <param name="rows">The rows; the engine owns the batch from now on.</param>
    /// <param name="cancellationToken">Gives up; abort the load then.</param>
    public async Task StageAsync(LoadId load, ColumnBatch rows, CancellationToken cancellationToken)
    {
        ThrowUnlessActive();
        AppendCheck.Check(_state.Schema, [rows]);
        await Find(load).StageAsync(rows.WithColumnsOf(_state.Schema), _state.Schema.DateColumn, cancellationToken);
    }

    /// <summary>Makes a load's rows durable and visible in one commit, all or none, and ends the load.</summary>
    /// <param name="load">The load.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="GranaryException"><c>OutcomeUnknown</c>: the rows may be stored, all or none. Any other kind: they aren't.</exception>
    public async Task<AppendResult> CommitLoadAsync(LoadId load, CancellationToken cancellationToken)
    {
        ThrowUnlessActive();
        var staged = Find(load);
        _loads.Remove(load);
        IReadOnlyList<UploadedSegment> segments;
        try
        {
            segments = await staged.FinishAsync(cancellationToken);
        }
        catch
        {
            await staged.AbortAsync();
            staged.Dispose();
            throw;
        }

        staged.Dispose();
        var wasBuilt = false;
        if (segments.Count > 0)
        {
            await _committer.CommitAsync("WRITE", () => [.. segments.Select(segment => segment.Add)], cancellationToken);
            wasBuilt = true;
        }

        if (wasBuilt) MaintainLog();
        _dependencies.Instruments.Loaded(staged.RowCount);
        return new AppendResult(staged.RowCount, _state.Snapshot.Version);
    }

    /// <summary>Ends a load and deletes what was staged. Of an unknown load: does nothing.</summary>
    /// <param name="load">The load.</param>
    public async Task AbortLoadAsync(LoadId load)
    {
        if (!_loads.Remove(load, out var staged)) return;
        await staged.AbortAsync();
        staged.Dispose();
    }

    private async Task AbortAllLoadsAsync()
    {
        foreach (var load in _loads.Keys.ToArray()) await AbortLoadAsync(load);
    }

    /// <summary>Frees what loads hold unencoded when others wait for memory.</summary>
    private async Task SpillLoadsAsync()
    {
        if (!_loadMemory.IsFlushWanted) return;
        _loadMemory.FlushBegun();
        foreach (var load in _loads.Values.ToArray())
        {
            try
            {
                await load.SpillAsync(_stop.Token);
            }
            catch (Exception exception) when (exception is GranaryException or OperationCanceledException)
            {
                // the load's own next call tells its client
            }
        }
    }

    private TableLoad Find(LoadId load) => _loads.GetValueOrDefault(load)
        ?? throw new GranaryException(ErrorKind.NotFound, SqlState.ObjectNotInPrerequisiteState, "the load is not known here: it has ended, or the table was moved or restarted since it began");
}
