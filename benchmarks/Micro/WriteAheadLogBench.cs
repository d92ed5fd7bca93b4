using System.Diagnostics;
using Granary.Engine.WriteAheadLog;
using Granary.Engine.WriteAheadLog.Postgres;
using Granary.Grains.Interfaces.Columns;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Granary.Micro;

/// <summary>Appends of 500-row records to the log in a PostgreSQL whose schema `granary` exists: run with `wal` and a connection string.</summary>
internal static class WriteAheadLogBench
{
    private const int Records = 400;

    public static async Task RunAsync(string connectionString, IReadOnlyList<ColumnBatch> rows)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var log = new PostgresWriteAheadLog(source, new WalOptions { Kind = WalKind.Postgres }, TimeProvider.System, NullLogger<PostgresWriteAheadLog>.Instance);
        var epoch = Stopwatch.GetTimestamp();
        foreach (var writers in (int[])[1, 4, 16])
        {
            for (var writer = 0; writer < writers; writer++) await AcquireAsync(source, log, writer, epoch);
            var latencies = new double[Records];
            var started = Stopwatch.GetTimestamp();
            await Parallel.ForAsync(0, writers, new ParallelOptions { MaxDegreeOfParallelism = writers }, async (writer, _) =>
            {
                for (var i = writer; i < Records; i += writers)
                {
                    var begun = Stopwatch.GetTimestamp();
                    var key = $"bench/t{writer}";
                    var result = await log.AppendAsync(new WalEntry(key, epoch, epoch + (writers * Records) + i, 20_000, WalPayload.Encode(key, rows)));
                    if (result is not WalAppendResult.Appended) throw new InvalidOperationException(result.ToString());
                    latencies[i] = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
                    log.Release(key, epoch, epoch + (writers * Records) + i);
                }
            });
            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            Array.Sort(latencies);
            var count = Records * rows.Sum(batch => batch.RowCount);
            Console.WriteLine($"postgres log, {writers,2} writers {count / seconds,12:N0} rows/s   p50 {latencies[Records / 2]:0.0} ms   p99 {latencies[Records * 99 / 100]:0.0} ms");
        }
    }

    private static async Task AcquireAsync(NpgsqlDataSource source, PostgresWriteAheadLog log, int writer, long epoch)
    {
        await using var command = source.CreateCommand(
            "INSERT INTO granary.grains AS g (cluster_id, grain, epoch) VALUES ('granary', $1, $2) ON CONFLICT (cluster_id, grain) DO UPDATE SET epoch = excluded.epoch");
        command.Parameters.AddWithValue($"table/bench/t{writer}");
        command.Parameters.AddWithValue(epoch);
        await command.ExecuteNonQueryAsync();
        if (await log.AcquireAsync($"bench/t{writer}", epoch, default) is not WalAcquireResult.Acquired) throw new InvalidOperationException("fenced");
    }
}
