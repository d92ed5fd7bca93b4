using System.Data.Common;
using Granary.Grains.Interfaces.Errors;
using Granary.Runtime.ConfigurationDatabase;
using Npgsql;

namespace Granary.Runtime.Membership;

/// <summary>The statements on `granary.silos`; each is one round trip and one transaction. The heart beats on a connection of its own.</summary>
internal sealed class MemberTable(ClusterDatabase database) : IAsyncDisposable
{
    // One join at a time: so generations become visible in their order, which taking grains of a vanished row relies on.
    private const string LockJoins = "select pg_advisory_xact_lock(hashtextextended('granary.join.' || $1, 0))";

    // A process that starts at an endpoint has bound it: earlier lives there are over. One that comes back after it was
    // declared dead may find a later process there, and must not end that.
    private const string EndEarlierLives = """
        update granary.silos set status = 'dead' where cluster_id = $1 and endpoint = $2 and generation > $3 and status <> 'dead' and $4
        """;

    private const string ForgetOldLives = """
        with old as (
            select cluster_id, endpoint, generation from granary.silos
            where cluster_id = $1 and status = 'dead' and heartbeat_at < clock_timestamp() - interval '1 hour'),
        freed as (
            update granary.grains g set endpoint = null, generation = null, epoch = g.epoch + 1
            from old where (g.cluster_id, g.endpoint, g.generation) = (old.cluster_id, old.endpoint, old.generation))
        delete from granary.silos s using old where (s.cluster_id, s.endpoint, s.generation) = (old.cluster_id, old.endpoint, old.generation)
        """;

    private const string Insert = """
        insert into granary.silos (cluster_id, endpoint, generation, role, status)
        select $1, $2, nextval('granary.silo_generations'), $4, 'active'
        where not exists (select from granary.silos where cluster_id = $1 and endpoint = $2 and generation > $3 and status <> 'dead')
        returning generation
        """;

    private const string Beat = """
        update granary.silos set heartbeat_at = clock_timestamp()
        where cluster_id = $1 and endpoint = $2 and generation = $3 and status <> 'dead' returning generation
        """;

    private const string Read = """
        select endpoint, generation, role, status, heartbeat_at from granary.silos
        where cluster_id = $1 and status <> 'dead' order by endpoint, generation
        """;

    private const string DeclareDead = """
        with dead as (
            update granary.silos set status = 'dead'
            where cluster_id = $1 and endpoint = $2 and generation = $3 and status <> 'dead' and heartbeat_at = $4 returning generation)
        select generation, pg_notify($5, '') from dead
        """;

    private const string SetStatus = """
        with changed as (
            update granary.silos set status = $4
            where cluster_id = $1 and endpoint = $2 and generation = $3 and status <> 'dead' returning generation)
        select generation, pg_notify($5, '') from changed
        """;

    private const string Notify = "select pg_notify($1, '')";

    private NpgsqlConnection? _heart;

    /// <summary>The channel on which changes are announced.</summary>
    public string Channel { get; } = $"granary_{database.ClusterId}";

    /// <summary>
    /// Begins a life at an endpoint. The first life of a process ends all earlier ones there. A later one, which knows its
    /// generation before, gives null when another process has joined at the same endpoint since.
    /// </summary>
    public async Task<long?> JoinAsync(string endpoint, MemberRole role, long generationBefore, CancellationToken cancellationToken)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                Command(LockJoins, database.ClusterId),
                Command(EndEarlierLives, database.ClusterId, endpoint, generationBefore, generationBefore == 0),
                Command(ForgetOldLives, database.ClusterId),
                Command(Insert, database.ClusterId, endpoint, generationBefore, Text(role)),
                Command(Notify, Channel),
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken); // the lock's row
        return await reader.ReadAsync(cancellationToken) ? reader.GetInt64(0) : null;
    }

    /// <summary>Beats the heart of a life and reads all members; null when the life has been declared dead.</summary>
    public async Task<IReadOnlyList<MemberRow>?> BeatAsync(SiloAddress silo, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            // Kept: a heartbeat must not wait for a place in the pool.
            _heart ??= await database.Source.OpenConnectionAsync(cancellationToken);
            return await BeatAsync(_heart, silo, timeout, cancellationToken);
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    /// <summary>Declares a member dead whose heartbeat is still the one that was seen; false when it isn't, or another was faster.</summary>
    public Task<bool> DeclareDeadAsync(MemberRow row, CancellationToken cancellationToken) => ChangeAsync(
        Command(DeclareDead, database.ClusterId, row.Member.Address.Endpoint, row.Member.Address.Generation, row.HeartbeatAt, Channel), cancellationToken);

    /// <summary>Says that a life leaves, or is over; false when it has been declared dead.</summary>
    public Task<bool> SetStatusAsync(SiloAddress silo, MemberStatus status, CancellationToken cancellationToken) => ChangeAsync(
        Command(SetStatus, database.ClusterId, silo.Endpoint, silo.Generation, Text(status), Channel), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        var heart = _heart;
        _heart = null;
        if (heart is not null) await heart.DisposeAsync();
    }

    private async Task<IReadOnlyList<MemberRow>?> BeatAsync(
        NpgsqlConnection heart, SiloAddress silo, TimeSpan timeout, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(heart)
        {
            Timeout = Math.Max(1, (int)timeout.TotalSeconds),
            BatchCommands = { Command(Beat, database.ClusterId, silo.Endpoint, silo.Generation), Command(Read, database.ClusterId) },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken)) return null;
        await reader.NextResultAsync(cancellationToken);
        var rows = new List<MemberRow>();
        while (await reader.ReadAsync(cancellationToken)) rows.Add(ReadRow(reader));
        return rows;
    }

    private async Task<bool> ChangeAsync(NpgsqlBatchCommand command, CancellationToken cancellationToken)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { command } };
        return await batch.ExecuteScalarAsync(cancellationToken) is not null;
    }

    private static MemberRow ReadRow(DbDataReader reader) => new(
        new Member(
            new SiloAddress(reader.GetString(0), reader.GetInt64(1)),
            Parse<MemberRole>(reader.GetString(2)),
            Parse<MemberStatus>(reader.GetString(3))),
        reader.GetDateTime(4));

    private static NpgsqlBatchCommand Command(string sql, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }

    private static string Text<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static T Parse<T>(string text)
        where T : struct, Enum => Enum.TryParse<T>(text, ignoreCase: true, out var value)
            ? value
            : throw new GranaryException(ErrorKind.Corrupt, $"granary.silos holds '{text}', which is no {typeof(T).Name}");
}
