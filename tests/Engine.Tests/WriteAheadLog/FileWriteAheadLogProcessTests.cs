using System.Globalization;
using Granary.Engine.WriteAheadLog;
using Granary.Engine.WriteAheadLog.Files;
using Granary.Grains.Interfaces.Errors;
using Granary.Testing;

namespace Granary.Engine.Tests.WriteAheadLog;

/// <summary>The log of a real process that is killed with -9 while it appends.</summary>
public sealed class FileWriteAheadLogProcessTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Promise1_every_record_acknowledged_before_a_kill_is_read_back_time_after_time()
    {
        var acknowledged = new Dictionary<string, long>();
        for (var kill = 0; kill < 4; kill++)
        {
            using (var process = AppendingProcess.Start(_directory["wal"]))
            {
                for (var i = 0; i < 300 + 100 * kill; i++) Note(Assert.NotNull(await process.NextAsync()));
                process.Kill();
                // what was said before the kill was promised too
                while (await process.NextAsync() is { } record) Note(record);
            }

            await using var log = Open();
            foreach (var (grain, last) in acknowledged) await AssertWholeAsync(log, grain, last);
        }

        void Note((string Grain, long Sequence) record) => acknowledged[record.Grain] = Math.Max(acknowledged.GetValueOrDefault(record.Grain), record.Sequence);
    }

    [Fact]
    public async Task A_log_that_another_process_has_is_refused_in_one_sentence_that_names_it()
    {
        using var process = AppendingProcess.Start(_directory["wal"]);
        Assert.NotNull(await process.NextAsync());
        var refused = Assert.Throws<GranaryException>(Open);
        Assert.Equal(ErrorKind.Unavailable, refused.Kind);
        Assert.Contains($"pid {process.Id.ToString(CultureInfo.InvariantCulture)}", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
        Assert.NotNull(await process.NextAsync());
    }

    private FileWriteAheadLog Open() => FileWriteAheadLog.Open(new WalOptions { Directory = _directory["wal"], FileBytes = 1 << 18 }, TimeProvider.System);

    /// <summary>All records from 1 to at least the last acknowledged one, with their rows; at most those not answered any more come behind it.</summary>
    private static async Task AssertWholeAsync(FileWriteAheadLog log, string grain, long lastAcknowledged)
    {
        long expected = 1;
        await foreach (var record in log.ReadAsync(grain, 0, CancellationToken.None))
        {
            Assert.Equal(expected, record.Sequence);
            Assert.Equal(1 + (int)(record.Sequence % 50), record.Batches.Sum(batch => batch.RowCount));
            Assert.Equal(record.Sequence * 1000, record.Batches[0].Columns[0].Values<long>()[0]);
            expected++;
        }

        Assert.True(expected > lastAcknowledged, $"{grain}: {lastAcknowledged} were acknowledged, {expected - 1} are there");
    }
}
