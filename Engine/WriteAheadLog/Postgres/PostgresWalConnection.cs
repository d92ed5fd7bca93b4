using Npgsql;
using NpgsqlTypes;

namespace Granary.Engine.WriteAheadLog.Postgres;

/// <summary>A sender's own connection with the statement that appends, prepared once. Used by one task at a time; after an error it is thrown away.</summary>
internal sealed class PostgresWalConnection : IAsyncDisposable
{
    /// <summary>
    /// One statement is one transaction that PostgreSQL ends by itself: a silo that stops dead in it can't leave a lock
    /// behind. The lock on the directory's rows makes a rise of an epoch wait for the statement, and the statement see a rise that
    /// came first. The unnests stand in the target list, where they are read row by row; in FROM they would be copied whole first.
    /// </summary>
    private const string Append = """
        WITH owned AS MATERIALIZED (
            SELECT grain, epoch FROM granary.grains WHERE cluster_id = $1 AND grain = ANY ($2) ORDER BY grain FOR SHARE
        ), stored AS (
            INSERT INTO granary.wal_records (cluster_id, grain, sequence, slot, epoch, first_hot_day, row_count, checksum, payload)
            SELECT $1, i.grain, i.sequence, $3, i.epoch, i.first_hot_day, i.row_count, i.checksum, i.payload
            FROM (SELECT unnest($4) AS grain, unnest($5) AS sequence, unnest($6) AS epoch, unnest($7) AS first_hot_day,
                unnest($8) AS row_count, unnest($9) AS checksum, unnest($10) AS payload) AS i
            JOIN owned ON owned.grain = i.grain AND owned.epoch = i.epoch
            ON CONFLICT DO NOTHING
        )
        SELECT grain, epoch FROM owned
        """;

    /// <summary>How long PostgreSQL may take to store a group before it is asked again.</summary>
    private const int TimeoutSeconds = 20;

    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlCommand _append;
    private readonly PostgresWalDatabase _database;
    private readonly NpgsqlParameter<string[]> _distinct = Array<string>(NpgsqlDbType.Text);
    private readonly NpgsqlParameter<short> _slot = new() { NpgsqlDbType = NpgsqlDbType.Smallint };
    private readonly NpgsqlParameter<string[]> _grains = Array<string>(NpgsqlDbType.Text);
    private readonly NpgsqlParameter<long[]> _sequences = Array<long>(NpgsqlDbType.Bigint);
    private readonly NpgsqlParameter<long[]> _epochs = Array<long>(NpgsqlDbType.Bigint);
    private readonly NpgsqlParameter<int[]> _firstHotDays = Array<int>(NpgsqlDbType.Integer);
    private readonly NpgsqlParameter<int[]> _rowCounts = Array<int>(NpgsqlDbType.Integer);
    private readonly NpgsqlParameter<long[]> _checksums = Array<long>(NpgsqlDbType.Bigint);
    private readonly NpgsqlParameter<ReadOnlyMemory<byte>[]> _payloads = Array<ReadOnlyMemory<byte>>(NpgsqlDbType.Bytea);

    private PostgresWalConnection(NpgsqlConnection connection, PostgresWalDatabase database)
    {
        (_connection, _database) = (connection, database);
        _append = new NpgsqlCommand(Append, connection) { CommandTimeout = TimeoutSeconds };
        _append.Parameters.AddRange((NpgsqlParameter[])
            [PostgresWalDatabase.Text(database.ClusterId), _distinct, _slot, _grains, _sequences, _epochs, _firstHotDays, _rowCounts, _checksums, _payloads]);
    }

    public static async Task<PostgresWalConnection> OpenAsync(PostgresWalDatabase database, CancellationToken cancellationToken)
    {
        var connection = await database.ConnectAsync(cancellationToken);
        var opened = new PostgresWalConnection(connection, database);
        try
        {
            await opened._append.PrepareAsync(cancellationToken);
            return opened;
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stores the records whose epoch is their grain's, and gives each grain's epoch. Committed when it returns.</summary>
    public async Task<Dictionary<string, long>> StoreAsync(IReadOnlyList<WalPending> group, int slot, CancellationToken cancellationToken)
    {
        Fill(group, slot);
        await using var reader = await _append.ExecuteReaderAsync(cancellationToken);
        var epochs = new Dictionary<string, long>();
        while (await reader.ReadAsync(cancellationToken)) epochs[reader.GetString(0)] = reader.GetInt64(1);
        while (await reader.NextResultAsync(cancellationToken))
        {
            // the rows come before the commit; only PostgreSQL's readiness for the next statement says that it is done
        }

        return epochs;
    }

    public async ValueTask DisposeAsync()
    {
        await _append.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private void Fill(IReadOnlyList<WalPending> group, int slot)
    {
        var names = group.Select(pending => _database.NameOf(pending.Entry.GrainKey)).ToArray();
        _distinct.TypedValue = [.. names.Distinct()];
        _slot.TypedValue = (short)slot;
        _grains.TypedValue = names;
        _sequences.TypedValue = [.. group.Select(pending => pending.Entry.Sequence)];
        _epochs.TypedValue = [.. group.Select(pending => pending.Entry.Epoch)];
        _firstHotDays.TypedValue = [.. group.Select(pending => pending.Entry.FirstHotDay)];
        _rowCounts.TypedValue = [.. group.Select(pending => pending.Entry.Payload.RowCount)];
        _checksums.TypedValue = [.. group.Select(pending => (long)pending.Entry.Payload.Checksum)];
        _payloads.TypedValue = [.. group.Select(pending => pending.Entry.Payload.Bytes)];
    }

    private static NpgsqlParameter<T[]> Array<T>(NpgsqlDbType element) => new() { NpgsqlDbType = NpgsqlDbType.Array | element };
}
