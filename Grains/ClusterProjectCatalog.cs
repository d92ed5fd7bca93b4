using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Errors;
using Granary.Runtime;
using Granary.Runtime.ConfigurationDatabase;
using Npgsql;

namespace Granary.Grains;

/// <summary>
/// The tables of a cluster: `granary.tables` in the configuration database, and in memory what this process has read of it. The
/// ids become visible in their order, so news are the rows above the last id seen. While PostgreSQL is away, memory answers,
/// with a warning.
/// </summary>
internal sealed class ClusterProjectCatalog(ClusterDatabase database) : IProjectCatalog, IDisposable
{
    // The lock is held until the commit: so an id is never seen before a lower one that comes later.
    private const string LockIds = "select pg_advisory_xact_lock(hashtextextended('granary.tables.' || $1, 0))";
    private const string Insert = "insert into granary.tables (cluster_id, table_key) values ($1, $2) on conflict do nothing";
    private const string News = "select id, table_key from granary.tables where cluster_id = $1 and id > $2 order by id";

    private readonly ProjectCatalog _memory = new();
    private readonly SemaphoreSlim _asking = new(1, 1);
    private readonly Lock _lock = new();
    private Task? _next;
    private long _lastId;

    public IReadOnlyList<ProjectId> Projects(string? tableName = null) => _memory.Projects(tableName);

    public bool Contains(TableId table) => _memory.Contains(table);

    public void Add(TableId table) => _memory.Add(table);

    public ValueTask AnnounceAsync(TableId table, CancellationToken cancellationToken) =>
        _memory.Contains(table) ? ValueTask.CompletedTask : new ValueTask(InsertAsync(table, cancellationToken));

    public async ValueTask RefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            await NextQuestion().WaitAsync(cancellationToken);
        }
        catch (GranaryException away) when (away.Kind == ErrorKind.Unavailable)
        {
            CallWarnings.Add("tables that are new since a moment ago may be missing: the configuration database can't be reached");
        }
    }

    public void Dispose() => _asking.Dispose();

    /// <summary>A question that begins from now on. All who come while one is under way share the one after it.</summary>
    private Task NextQuestion()
    {
        lock (_lock) return _next ??= AskAsync();
    }

    private async Task AskAsync()
    {
        await Task.Yield(); // so that _next is set before it is cleared
        await _asking.WaitAsync();
        try
        {
            lock (_lock) _next = null;
            await ReadNewsAsync();
        }
        catch (NpgsqlException error)
        {
            throw database.Explain(error);
        }
        finally
        {
            _asking.Release();
        }
    }

    private async Task ReadNewsAsync()
    {
        await using var command = database.Source.CreateCommand(News);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = database.ClusterId });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = _lastId });
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            _memory.Add(TableId.Parse(reader.GetString(1)));
            _lastId = reader.GetInt64(0);
        }
    }

    private async Task InsertAsync(TableId table, CancellationToken cancellationToken)
    {
        try
        {
            await using var batch = database.Source.CreateBatch();
            batch.BatchCommands.Add(new NpgsqlBatchCommand(LockIds) { Parameters = { new() { Value = database.ClusterId } } });
            batch.BatchCommands.Add(new NpgsqlBatchCommand(Insert) { Parameters = { new() { Value = database.ClusterId }, new() { Value = table.GrainKey } } });
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (NpgsqlException error)
        {
            throw database.Explain(error);
        }
        _memory.Add(table);
    }
}
