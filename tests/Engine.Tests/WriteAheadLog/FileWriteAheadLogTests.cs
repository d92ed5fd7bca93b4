using Granary.Engine.WriteAheadLog;
using Granary.Engine.WriteAheadLog.Files;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Engine.Tests.WriteAheadLog;

public sealed class FileWriteAheadLogTests : WriteAheadLogConformance
{
    private WalOptions _options = null!;

    private WalOptions Options => _options ??= new WalOptions { Directory = Directory["wal"], FileBytes = 1 << 18, MaxSpareFiles = 2 };

    private string[] Files => [.. System.IO.Directory.GetFiles(Options.Directory, "wal-*").Order(StringComparer.Ordinal)];

    protected override IWriteAheadLog Open() => FileWriteAheadLog.Open(Options, TimeProvider.System);

    [Fact]
    public async Task Released_grains_are_not_to_recover()
    {
        await using (var log = Open())
        {
            await AppendAsync(log, "p/a", 1);
            await AppendAsync(log, "p/b", 1);
        }

        await using var reopened = FileWriteAheadLog.Open(Options, TimeProvider.System);
        Assert.Equal(["p/a", "p/b"], reopened.GrainsToRecover);
        reopened.Release("p/a", epoch: 3, 1);
        Assert.Equal(["p/b"], reopened.GrainsToRecover);
    }

    [Fact]
    public async Task Promise1_a_tail_torn_at_any_byte_of_the_last_record_costs_only_that_record()
    {
        await using (var log = Open())
        {
            for (var i = 1; i <= 3; i++) await AppendAsync(log, "p/a", i);
        }

        var (whole, file) = (await File.ReadAllBytesAsync(Files[0]), Files[0]);
        var start = RecordOffsets(whole)[2];
        var end = start + (int)RecordLength(whole, start);
        for (var cut = start; cut < end; cut++)
        {
            var torn = (byte[])whole.Clone();
            torn.AsSpan(cut, end - cut).Clear();
            var isWhole = torn.AsSpan().SequenceEqual(whole);
            await File.WriteAllBytesAsync(file, torn);
            foreach (var other in Files.Where(name => name != file)) File.Delete(other);
            await using (var log = Open())
            {
                var expected = isWhole ? new long[] { 1, 2, 3 } : [1, 2];
                Assert.True(expected.SequenceEqual(await SequencesAsync(log, "p/a")), $"cut at byte {cut - start} of {end - start}");
                await AppendAsync(log, "p/a", 9);
            }

            await using var again = Open();
            Assert.Equal(9, (await SequencesAsync(again, "p/a"))[^1]);
        }
    }

    [Fact]
    public async Task A_file_cut_short_in_the_last_record_costs_only_that_record()
    {
        await using (var log = Open())
        {
            for (var i = 1; i <= 3; i++) await AppendAsync(log, "p/a", i);
        }

        var whole = await File.ReadAllBytesAsync(Files[0]);
        await File.WriteAllBytesAsync(Files[0], whole[..(RecordOffsets(whole)[2] + 70)]);
        await using var reopened = Open();
        Assert.Equal([1, 2], await SequencesAsync(reopened, "p/a"));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(40)]
    [InlineData(66)]
    [InlineData(150)]
    public async Task A_flipped_byte_in_acknowledged_records_is_damage_and_says_where(int byteOfRecord)
    {
        await using (var log = Open())
        {
            for (var i = 1; i <= 3; i++) await AppendAsync(log, "p/a", i, rows: 5);
        }

        var bytes = await File.ReadAllBytesAsync(Files[0]);
        var offset = RecordOffsets(bytes)[1];
        bytes[offset + byteOfRecord] ^= 0x10;
        await File.WriteAllBytesAsync(Files[0], bytes);
        var refused = Assert.Throws<GranaryException>(Open);
        Assert.Equal(ErrorKind.Corrupt, refused.Kind);
        Assert.Contains($"offset {offset}", refused.Message, StringComparison.Ordinal);
        Assert.Contains(Files[0], refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Promise1_whichever_byte_flips_before_the_last_record_either_nothing_is_lost_or_the_log_is_refused()
    {
        await using (var log = Open())
        {
            for (var i = 1; i <= 3; i++) await AppendAsync(log, "p/a", i);
        }

        var (whole, file) = (await File.ReadAllBytesAsync(Files[0]), Files[0]);
        var refusals = 0;
        for (var at = 0; at < RecordOffsets(whole)[2]; at++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[at] ^= 0x10;
            await File.WriteAllBytesAsync(file, damaged);
            try
            {
                // the zeros that pad a record mean nothing
                await using var log = Open();
                Assert.True(new long[] { 1, 2, 3 }.SequenceEqual(await SequencesAsync(log, "p/a")), $"byte {at} flipped, and records are lost in silence");
            }
            catch (GranaryException refused)
            {
                Assert.Equal(ErrorKind.Corrupt, refused.Kind);
                refusals++;
            }
        }

        Assert.InRange(refusals, RecordOffsets(whole)[2] - 2 * (WalRecordHeader.Alignment - 1), RecordOffsets(whole)[2]);
    }

    [Fact]
    public async Task A_bad_last_record_of_a_file_that_has_a_successor_is_damage()
    {
        await using (var log = Open()) await AppendAsync(log, "p/a", 1);
        await using (var log = Open()) await AppendAsync(log, "p/a", 2);
        Assert.Equal(2, Files.Length);
        var bytes = await File.ReadAllBytesAsync(Files[0]);
        bytes[RecordOffsets(bytes)[0] + 100] ^= 1;
        await File.WriteAllBytesAsync(Files[0], bytes);
        Assert.Equal(ErrorKind.Corrupt, Assert.Throws<GranaryException>(Open).Kind);
    }

    [Fact]
    public async Task Files_change_are_freed_when_all_grains_have_released_them_and_used_again()
    {
        var text = new string('x', 60_000);
        await using (var log = Open())
        {
            await AppendAsync(log, "p/slow", 1);
            for (var i = 1; i <= 40; i++) await AppendAsync(log, "p/fast", i, text: text);
            var before = log.SizeInBytes;
            Assert.True(Files.Length >= 10, $"{Files.Length} files");
            log.Release("p/fast", epoch: 3, 40);
            // the record of the slow grain keeps the first file, the last one is being written
            Assert.Equal(2 * Options.FileBytes, log.SizeInBytes);
            Assert.True(before > log.SizeInBytes);
            for (var i = 41; i <= 60; i++) await AppendAsync(log, "p/fast", i, text: text);
        }

        Assert.True(System.IO.Directory.GetFiles(Options.Directory, "spare-*").Length <= 2);
        await using var reopened = Open();
        Assert.Equal([1], await SequencesAsync(reopened, "p/slow"));
        Assert.Equal(Enumerable.Range(41, 20).Select(i => (long)i), await SequencesAsync(reopened, "p/fast", after: 40));
    }

    [Fact]
    public async Task Old_bytes_of_a_file_used_again_are_never_read()
    {
        for (var round = 0; round < 6; round++)
        {
            await using var log = Open();
            Assert.Empty(await SequencesAsync(log, "p/a", after: round * 100));
            for (var i = 1; i <= 20; i++) await AppendAsync(log, "p/a", round * 100 + i, rows: 1 + round);
            log.Release("p/a", epoch: 3, round * 100 + 20);
        }

        await using var last = Open();
        await AppendAsync(last, "p/a", 1000);
        Assert.Equal([1000], await SequencesAsync(last, "p/a", after: 520));
    }

    [Fact]
    public async Task A_log_that_grew_too_large_asks_the_grains_with_the_oldest_records_to_flush()
    {
        Options.WantedBytes = 1 << 20;
        var text = new string('x', 60_000);
        await using var log = Open();
        await AppendAsync(log, "p/slow", 1);
        for (var i = 1; i <= 40; i++) await AppendAsync(log, "p/fast", i, text: text);
        Assert.True(log.ShouldFlush("p/slow"));
        log.Release("p/slow", epoch: 3, 1);
        log.Release("p/fast", epoch: 3, 40);
        Assert.False(log.ShouldFlush("p/slow"));
    }

    [Fact]
    public async Task A_log_at_its_limit_refuses_and_goes_on_when_there_is_room_again()
    {
        Options.MaxBytes = 1 << 20;
        var text = new string('x', 60_000);
        await using var log = Open();
        var accepted = 0L;
        while (await log.AppendAsync(Entry("p/a", accepted + 1, text: text)) is WalAppendResult.Appended) accepted++;
        Assert.InRange(accepted, 10, 20);
        log.Release("p/a", epoch: 3, accepted);
        await AppendAsync(log, "p/a", accepted + 2, text: text);
    }

    [Fact]
    public async Task Promise8_a_full_disk_refuses_and_the_log_goes_on_when_there_is_room()
    {
        var disk = new FailingWalDisk();
        await using (var log = FileWriteAheadLog.Open(Options, disk, TimeProvider.System))
        {
            await AppendAsync(log, "p/a", 1);
            disk.FailWrites = FailingWalDisk.DiskFull;
            Assert.IsType<WalAppendResult.Refused>(await log.AppendAsync(Entry("p/a", 2)));
            disk.FailWrites = null;
            await AppendAsync(log, "p/a", 3);
            disk.FailAllocations = FailingWalDisk.DiskFull;
            Assert.IsType<WalAppendResult.Refused>(await log.AppendAsync(Entry("p/a", 4, text: new string('x', 500_000))));
            await AppendAsync(log, "p/a", 5);
        }

        await using var reopened = Open();
        Assert.Equal([1, 3, 5], await SequencesAsync(reopened, "p/a"));
    }

    [Fact]
    public async Task After_a_failed_sync_nothing_is_acknowledged_any_more()
    {
        var disk = new FailingWalDisk();
        await using (var log = FileWriteAheadLog.Open(Options, disk, TimeProvider.System))
        {
            await AppendAsync(log, "p/a", 1);
            disk.FailSyncs = new IOException("the disk is gone", 5);
            var failed = await Assert.ThrowsAsync<GranaryException>(async () => await log.AppendAsync(Entry("p/a", 2)));
            Assert.Equal(ErrorKind.OutcomeUnknown, failed.Kind); // it may be on the disk
            disk.FailSyncs = null;
            var refused = await Assert.ThrowsAsync<GranaryException>(async () => await log.AppendAsync(Entry("p/a", 3)));
            Assert.Equal((ErrorKind.Unavailable, SqlState.IoError), (refused.Kind, refused.SqlState));
        }

        await using var reopened = Open();
        var read = await SequencesAsync(reopened, "p/a");
        Assert.Equal(1, read[0]);
        Assert.DoesNotContain(3, read);
    }

    [Fact]
    public async Task A_second_opening_of_the_directory_is_refused_and_names_the_holder()
    {
        await using var log = Open();
        var refused = Assert.Throws<GranaryException>(Open);
        Assert.Contains($"pid {Environment.ProcessId}", refused.Message, StringComparison.Ordinal);
        Assert.Contains(Options.Directory, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_the_batch_queue_appends_are_answered_before_the_sync_and_synced_by_rows_and_at_the_end()
    {
        (Options.BatchQueue, Options.BatchInterval, Options.MaxBatchRows) = (true, TimeSpan.FromHours(1), 10);
        var disk = new FailingWalDisk();
        await using (var log = FileWriteAheadLog.Open(Options, disk, TimeProvider.System))
        {
            await AppendAsync(log, "p/a", 1);
            var syncs = disk.SyncCount;
            for (var i = 2; i <= 9; i++) await AppendAsync(log, "p/a", i);
            Assert.Equal(syncs, disk.SyncCount);
            await AppendAsync(log, "p/a", 10);
            await AppendAsync(log, "p/a", 11);
            Assert.Equal(syncs + 1, disk.SyncCount);
        }

        await using var reopened = Open();
        Assert.Equal(11, (await SequencesAsync(reopened, "p/a")).Count);
    }

    [Fact]
    public async Task With_the_batch_queue_a_quiet_log_is_synced_after_the_interval()
    {
        (Options.BatchQueue, Options.BatchInterval, Options.MaxBatchRows) = (true, TimeSpan.FromMilliseconds(20), 1_000_000);
        var disk = new FailingWalDisk();
        await using var log = FileWriteAheadLog.Open(Options, disk, TimeProvider.System);
        await AppendAsync(log, "p/a", 1);
        var syncs = disk.SyncCount;
        Assert.True(SpinWait.SpinUntil(() => disk.SyncCount > syncs, TimeSpan.FromSeconds(10)), "no sync came");
    }

    private static List<int> RecordOffsets(byte[] file)
    {
        var offsets = new List<int>();
        for (var at = 64; BitConverter.ToUInt32(file, at) == WalRecordHeader.Magic && file[at + 58] == 1; at += (int)RecordLength(file, at)) offsets.Add(at);
        return offsets;
    }

    private static long RecordLength(byte[] file, int at) =>
        WalRecordHeader.Align(64L + BitConverter.ToUInt16(file, at + 56) + BitConverter.ToUInt32(file, at + 44));
}
