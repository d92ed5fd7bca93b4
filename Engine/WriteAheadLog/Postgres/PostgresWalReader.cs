using System.Runtime.CompilerServices;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Engine.WriteAheadLog.Postgres;

/// <summary>
/// Reads a grain's records in pieces of a few megabytes, each by a statement of its own, so that no statement is open while the
/// caller flushes: it would keep slots from being truncated.
/// </summary>
internal sealed class PostgresWalReader(PostgresWalDatabase database)
{
    private const int MaxPieceRecords = 1000;
    private const long MaxPieceBytes = 4 << 20;

    private const string Sizes = """
        SELECT sequence, max(octet_length(payload)) FROM granary.wal_records
        WHERE cluster_id = $1 AND grain = $2 AND sequence > $3 GROUP BY sequence ORDER BY sequence LIMIT 1000
        """;

    // twice only when an append was repeated into another slot: both are the same
    private const string Records = """
        SELECT DISTINCT ON (sequence) sequence, epoch, first_hot_day, checksum, payload FROM granary.wal_records
        WHERE cluster_id = $1 AND grain = $2 AND sequence > $3 AND sequence <= $4 ORDER BY sequence, epoch DESC
        """;

    public async IAsyncEnumerable<WalRecord> ReadAsync(string grainKey, long afterSequence, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var sizes = await FindSizesAsync(grainKey, afterSequence, cancellationToken);
            for (var i = 0; i < sizes.Count;)
            {
                var bytes = 0L;
                var first = i;
                while (i < sizes.Count && (i == first || bytes + sizes[i].Bytes <= MaxPieceBytes)) bytes += sizes[i++].Bytes;
                foreach (var record in await ReadPieceAsync(grainKey, afterSequence, sizes[i - 1].Sequence, cancellationToken)) yield return record;
                afterSequence = sizes[i - 1].Sequence;
            }

            if (sizes.Count < MaxPieceRecords) yield break;
        }
    }

    private Task<List<(long Sequence, long Bytes)>> FindSizesAsync(string grainKey, long afterSequence, CancellationToken cancellationToken) =>
        database.QueryAsync(Sizes, [.. Place(grainKey), PostgresWalDatabase.Number(afterSequence)], async reader =>
        {
            var sizes = new List<(long, long)>();
            while (await reader.ReadAsync(cancellationToken)) sizes.Add((reader.GetInt64(0), reader.GetInt32(1)));
            return sizes;
        }, cancellationToken);

    private Task<List<WalRecord>> ReadPieceAsync(string grainKey, long after, long upTo, CancellationToken cancellationToken) =>
        database.QueryAsync(Records, [.. Place(grainKey), PostgresWalDatabase.Number(after), PostgresWalDatabase.Number(upTo)], async reader =>
        {
            var records = new List<WalRecord>();
            while (await reader.ReadAsync(cancellationToken))
            {
                var (sequence, payload) = (reader.GetInt64(0), reader.GetFieldValue<byte[]>(4));
                if (Crc32C.Compute(payload) != reader.GetInt64(3)) throw Damaged(grainKey, sequence);
                records.Add(WalPayload.ReadRecord(reader.GetInt64(1), sequence, reader.GetInt32(2), payload));
            }

            return records;
        }, cancellationToken);

    private Npgsql.NpgsqlParameter[] Place(string grainKey) =>
        [PostgresWalDatabase.Text(database.ClusterId), PostgresWalDatabase.Text(database.NameOf(grainKey))];

    private GranaryException Damaged(string grainKey, long sequence) => new(ErrorKind.Corrupt, SqlState.DataCorrupted,
        $"the write-ahead log in {database.Location} is damaged: the checksum of {grainKey}'s record {sequence} is wrong")
    { Hint = "Restore the database from a copy; or delete the record and accept that its acknowledged rows are lost." };
}
