using System.Globalization;
using Npgsql;

namespace Granary.Engine.WriteAheadLog.Postgres;

/// <summary>The log's statements, save that of appends. Their tables: `0002-write-ahead-log.sql`.</summary>
internal sealed class PostgresWalDatabase
{
    public const int SlotCount = 16;

    private const string Find = """
        SELECT g.epoch, greatest(
            (SELECT max(r.sequence) FROM granary.wal_records r WHERE r.cluster_id = $1 AND r.grain = $2),
            (SELECT w.released_sequence FROM granary.wal_grains w WHERE w.cluster_id = $1 AND w.grain = $2), 0)
        FROM granary.grains g WHERE g.cluster_id = $1 AND g.grain = $2
        """;

    private const string Exists = """
        SELECT EXISTS (SELECT FROM granary.wal_records WHERE cluster_id = $1 AND grain = $2 AND sequence = $3 AND epoch = $4),
            coalesce((SELECT released_sequence FROM granary.wal_grains WHERE cluster_id = $1 AND grain = $2), 0)
        """;

    private const string WriteReleases = """
        INSERT INTO granary.wal_grains AS w (cluster_id, grain, released_sequence)
        SELECT $1, i.grain, i.released FROM unnest($2, $3, $4) AS i(grain, epoch, released)
        JOIN (SELECT grain, epoch FROM granary.grains WHERE cluster_id = $1 AND grain = ANY ($2) ORDER BY grain FOR SHARE) AS g
            ON g.grain = i.grain AND g.epoch = i.epoch
        ORDER BY i.grain
        ON CONFLICT (cluster_id, grain) DO UPDATE SET released_sequence = excluded.released_sequence
            WHERE w.released_sequence < excluded.released_sequence
        """;

    private const string Slots = """
        SELECT c.slot, s.number, pg_relation_size(s.name::regclass) > 0, pg_total_relation_size(s.name::regclass)
        FROM (SELECT n AS number, 'granary.wal_records_' || n AS name FROM generate_series(0, 15) AS n) AS s
        CROSS JOIN (SELECT coalesce((SELECT slot FROM granary.wal_current_slots WHERE cluster_id = $1), -1) AS slot) AS c
        ORDER BY s.number
        """;

    private const string Rotate = """
        INSERT INTO granary.wal_current_slots AS c (cluster_id, slot) VALUES ($1, $3)
        ON CONFLICT (cluster_id) DO UPDATE SET slot = excluded.slot WHERE c.slot = $2
        """;

    private const string Holders = "SELECT grain FROM granary.wal_holders($2, $3) WHERE cluster_id = $1";

    /// <summary>Each maintenance statement must end soon; appends have their own limit.</summary>
    private const int TimeoutSeconds = 15;

    private const int MaxRepeats = 1;

    private readonly NpgsqlDataSource _source;
    private readonly string _grainPrefix;

    public PostgresWalDatabase(NpgsqlDataSource source, WalOptions options)
    {
        var parts = new NpgsqlConnectionStringBuilder(source.ConnectionString);
        (_source, ClusterId, _grainPrefix) = (source, options.ClusterId, options.GrainType + "/");
        Location = string.Create(CultureInfo.InvariantCulture, $"PostgreSQL at {parts.Host}:{parts.Port}, database {parts.Database}");
    }

    public string Location { get; }

    public string ClusterId { get; }

    /// <summary>The grain's name in the directory.</summary>
    public string NameOf(string grainKey) => _grainPrefix + grainKey;

    /// <summary>The key of a name of the directory.</summary>
    public string KeyOf(string name) => name.StartsWith(_grainPrefix, StringComparison.Ordinal) ? name[_grainPrefix.Length..] : name;

    public ValueTask<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken) => _source.OpenConnectionAsync(cancellationToken);

    /// <summary>The grain's epoch in the directory, 0 if it has none, and its last sequence here.</summary>
    public Task<(long Epoch, long LastSequence)> FindAsync(string grainKey, CancellationToken cancellationToken) =>
        QueryAsync(Find, [Text(ClusterId), Text(NameOf(grainKey))], async reader =>
            await reader.ReadAsync(cancellationToken) ? (reader.GetInt64(0), reader.GetInt64(1)) : (0, 0), cancellationToken);

    /// <summary>Whether a record is stored under this very epoch, and up to which sequence the grain's records are released.</summary>
    public Task<(bool IsStored, long Released)> FindRecordAsync(WalEntry entry, CancellationToken cancellationToken) =>
        QueryAsync(Exists, [Text(ClusterId), Text(NameOf(entry.GrainKey)), Number(entry.Sequence), Number(entry.Epoch)], async reader =>
        {
            await reader.ReadAsync(cancellationToken);
            return (reader.GetBoolean(0), reader.GetInt64(1));
        }, cancellationToken);

    public async Task WriteReleasesAsync(IReadOnlyList<PostgresWalGrains.Unwritten> releases, CancellationToken cancellationToken) =>
        await ExecuteAsync(WriteReleases,
        [
            Text(ClusterId),
            new NpgsqlParameter<string[]> { TypedValue = [.. releases.Select(release => NameOf(release.GrainKey))] },
            new NpgsqlParameter<long[]> { TypedValue = [.. releases.Select(release => release.Epoch)] },
            new NpgsqlParameter<long[]> { TypedValue = [.. releases.Select(release => release.Sequence)] },
        ], cancellationToken);

    /// <summary>How the slots stand.</summary>
    public Task<PostgresWalSlots> FindSlotsAsync(CancellationToken cancellationToken) =>
        QueryAsync(Slots, [Text(ClusterId)], async reader =>
        {
            var (current, sizes) = (-1, new PostgresWalSlot[SlotCount]);
            while (await reader.ReadAsync(cancellationToken))
            {
                current = reader.GetInt32(0);
                sizes[reader.GetInt32(1)] = new PostgresWalSlot(reader.GetInt32(1), reader.GetBoolean(2), reader.GetInt64(3));
            }

            return new PostgresWalSlots(current, sizes);
        }, cancellationToken);

    /// <summary>Makes another slot the current one, unless somebody else was first.</summary>
    public Task RotateAsync(int from, int to, CancellationToken cancellationToken) =>
        ExecuteAsync(Rotate, [Text(ClusterId), Small(from), Small(to)], cancellationToken);

    /// <summary>Empties a slot if all its records are released.</summary>
    public Task<bool> TruncateAsync(int slot, CancellationToken cancellationToken) =>
        QueryAsync("SELECT granary.wal_truncate($1)", [Int(slot)], async reader => await reader.ReadAsync(cancellationToken) && reader.GetBoolean(0), cancellationToken);

    /// <summary>The grains of this cluster that hold a slot.</summary>
    public Task<List<string>> FindHoldersAsync(int slot, int most, CancellationToken cancellationToken) =>
        QueryAsync(Holders, [Text(ClusterId), Int(slot), Int(most)], async reader =>
        {
            var keys = new List<string>();
            while (await reader.ReadAsync(cancellationToken)) keys.Add(KeyOf(reader.GetString(0)));
            return keys;
        }, cancellationToken);

    public async Task<IReadOnlyList<string>> FindUnreleasedGrainsAsync(int most, CancellationToken cancellationToken)
    {
        var slots = await FindSlotsAsync(cancellationToken);
        var keys = new HashSet<string>();
        foreach (var slot in slots.OldestFirst().Where(slot => slot.HasRecords))
        {
            if (keys.Count >= most) break;
            keys.UnionWith(await FindHoldersAsync(slot.Number, most, cancellationToken));
        }

        return [.. keys.Take(most)];
    }

    /// <summary>
    /// Runs a statement that may be repeated: after a restart of PostgreSQL the pool's connections are dead, and only their
    /// use tells.
    /// </summary>
    public async Task<T> QueryAsync<T>(string sql, NpgsqlParameter[] parameters, Func<NpgsqlDataReader, Task<T>> read, CancellationToken cancellationToken)
    {
        for (var repeats = 0; ; repeats++)
        {
            try
            {
                await using var connection = await ConnectAsync(cancellationToken);
                await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = TimeoutSeconds };
                foreach (var parameter in parameters) command.Parameters.Add(parameter.Clone());
                await using var reader = await command.ExecuteReaderAsync(cancellationToken);
                return await read(reader);
            }
            catch (Exception exception) when (PostgresFailure.IsExpected(exception))
            {
                if (repeats == MaxRepeats || exception is TimeoutException || PostgresFailure.IsSurelyUndone(exception)) throw PostgresFailure.ToUnavailable(Location, exception);
                _source.Clear();
            }
        }
    }

    public static NpgsqlParameter Text(string value) => new NpgsqlParameter<string> { TypedValue = value };

    public static NpgsqlParameter Number(long value) => new NpgsqlParameter<long> { TypedValue = value };

    private static NpgsqlParameter<int> Int(int value) => new() { TypedValue = value };

    private static NpgsqlParameter<short> Small(int value) => new() { TypedValue = (short)value };

    private Task<bool> ExecuteAsync(string sql, NpgsqlParameter[] parameters, CancellationToken cancellationToken) =>
        QueryAsync(sql, parameters, async reader =>
        {
            while (await reader.NextResultAsync(cancellationToken))
            {
                // nothing to read: only the end says that it is committed
            }

            return true;
        }, cancellationToken);
}
