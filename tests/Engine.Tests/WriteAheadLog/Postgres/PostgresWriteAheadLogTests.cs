using Granary.Engine.WriteAheadLog;
using Granary.Engine.WriteAheadLog.Postgres;
using Granary.Grains.Interfaces.Errors;
using Granary.Testing.Network;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Granary.Engine.Tests.WriteAheadLog.Postgres;

/// <summary>The log in a real PostgreSQL, behind a proxy that can cut its connections.</summary>
public sealed class PostgresWriteAheadLogTests(PostgresFixture fixture) : SharedWriteAheadLogConformance, IClassFixture<PostgresFixture>
{
    private readonly List<NpgsqlDataSource> _sources = [];
    private readonly TcpProxy _proxy = fixture.StartProxy();
    private NpgsqlDataSource _direct = null!;
    private string _database = "";

    private WalOptions Options { get; } = new()
    {
        Kind = WalKind.Postgres,
        MaintenanceInterval = TimeSpan.FromMilliseconds(50),
        UnavailableAfter = TimeSpan.FromSeconds(30),
    };

    public override async Task InitializeAsync()
    {
        _database = await fixture.CreateDatabaseAsync();
        _direct = NpgsqlDataSource.Create(PostgresFixture.ConnectionString(_database, fixture.Server.Port));
    }

    public override async Task DisposeAsync()
    {
        foreach (var source in _sources) await source.DisposeAsync();
        await _direct.DisposeAsync();
        await _proxy.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override IWriteAheadLog Open() => OpenLog();

    protected override async Task OwnAsync(string grain, long epoch) => await ExecuteAsync(
        $"INSERT INTO granary.grains AS g (cluster_id, grain, epoch) VALUES ('granary', 'table/{grain}', {epoch}) "
        + $"ON CONFLICT (cluster_id, grain) DO UPDATE SET epoch = excluded.epoch WHERE g.epoch < excluded.epoch");

    [Fact]
    public async Task Promise5_an_append_that_waits_while_the_epoch_rises_is_fenced_and_the_others_of_its_group_are_stored()
    {
        Options.PostgresConnections = 1;
        await using var log = Open();
        foreach (var grain in (string[])["p/a", "p/b", "p/c"]) await AcquireAsync(log, grain);
        await AppendAsync(log, "p/a", 1);

        await using var connection = await _direct.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await new NpgsqlCommand("UPDATE granary.grains SET epoch = 4 WHERE grain = 'table/p/b'", connection).ExecuteNonQueryAsync();
        // the first is on its way alone, and stands before the lock; the rest form one group behind it
        var appends = new List<Task<WalAppendResult>> { log.AppendAsync(Entry("p/b", 1)).AsTask() };
        await AwaitAsync("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()", 1);
        foreach (var grain in (string[])["p/a", "p/b", "p/c"]) appends.Add(log.AppendAsync(Entry(grain, 2)).AsTask());
        Assert.All(appends, append => Assert.False(append.IsCompleted));
        await transaction.CommitAsync();

        var appended = WalAppendResult.Appended.Instance;
        var fenced = new WalAppendResult.Fenced(4);
        Assert.Equal([fenced, appended, fenced, appended], await Task.WhenAll(appends));
        Assert.Empty(await SequencesAsync(log, "p/b"));
        Assert.Equal([2], await SequencesAsync(log, "p/c"));
    }

    [Fact]
    public async Task Promise5_a_grain_without_an_owner_in_the_directory_cannot_be_acquired_or_written()
    {
        await using var log = Open();
        Assert.Equal(new WalAcquireResult.Fenced(0), await log.AcquireAsync("p/none", Epoch, CancellationToken.None));
        Assert.Equal(new WalAppendResult.Fenced(0), await log.AppendAsync(Entry("p/none", 1)));
    }

    [Fact]
    public async Task A_release_by_an_older_owner_forgets_nothing()
    {
        await using var old = Open();
        await using var young = Open();
        await AcquireAsync(old, "p/a");
        for (var i = 1; i <= 3; i++) await AppendAsync(old, "p/a", i);
        await AcquireAsync(young, "p/a", epoch: 4);
        old.Release("p/a", Epoch, 3);
        young.Release("p/a", epoch: 4, 1);
        await AwaitAsync("SELECT coalesce(max(released_sequence), 0) FROM granary.wal_grains", 1);
        Assert.Equal([2, 3], await SequencesAsync(young, "p/a"));
    }

    [Fact]
    public async Task Promise3_a_connection_cut_before_or_after_the_commit_loses_and_doubles_nothing()
    {
        await using var log = OpenLog(_proxy.Port);
        await AcquireAsync(log, "p/a");
        var sequence = 0L;
        foreach (var bytes in (int[])[0, 1, 5, 40, 200, 900, 3000])
        {
            await AppendAsync(log, "p/a", ++sequence);
            _proxy.CutAfter(bytes);
            var lost = AppendAsync(log, "p/a", ++sequence, rows: 20);
            var more = AppendAsync(log, "p/a", ++sequence);
            await MeetTheCutAsync();
            _proxy.Heal();
            await Task.WhenAll(lost, more);

            _proxy.CutRequestsAfter(bytes);
            var unsent = AppendAsync(log, "p/a", ++sequence, rows: 20);
            await MeetTheCutAsync();
            _proxy.Heal();
            await unsent;
        }

        Assert.Equal(Enumerable.Range(1, (int)sequence).Select(i => (long)i), await SequencesAsync(log, "p/a"));
        Assert.Equal(sequence, await CountAsync("SELECT count(*) FROM granary.wal_records"));

        // the proxy has nothing to say when it cuts: give the append time to meet it by doing the same ourselves
        async Task MeetTheCutAsync()
        {
            await using var source = NpgsqlDataSource.Create(PostgresFixture.ConnectionString(_database, _proxy.Port) + ";Pooling=false");
            while (true)
            {
                try
                {
                    await using var command = source.CreateCommand("SELECT repeat('x', 1000)");
                    await command.ExecuteScalarAsync();
                }
                catch (NpgsqlException)
                {
                    return;
                }
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Promise1_appends_outlast_a_restart_and_a_kill_of_postgresql(bool isKilled)
    {
        const int Writers = 8;
        await using var log = Open();
        using var enough = new CancellationTokenSource();
        var counts = new int[Writers];
        for (var writer = 0; writer < Writers; writer++) await AcquireAsync(log, $"p/{writer}");
        var begun = new CountdownEvent(Writers);
        var writing = Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            while (!enough.IsCancellationRequested)
            {
                await AppendAsync(log, $"p/{writer}", counts[writer] + 1, rows: 30);
                if (++counts[writer] == 20) begun.Signal();
            }
        })).ToArray();
        begun.Wait(TimeSpan.FromSeconds(60));
        if (isKilled) fixture.Server.Crash();
        else fixture.Server.ShutDown();
        fixture.Server.Restart();
        var after = counts.Select(count => count + 20).ToArray();
        while (counts.Zip(after).Any(pair => pair.First < pair.Second)) await Task.Delay(10);
        await enough.CancelAsync();
        await Task.WhenAll(writing);
        _direct.Clear(); // its idle connections died with the server

        await using var reopened = Open();
        for (var writer = 0; writer < Writers; writer++)
        {
            Assert.Equal(counts[writer], await AcquireAsync(reopened, $"p/{writer}", epoch: 4));
            Assert.Equal(Enumerable.Range(1, counts[writer]).Select(i => (long)i), await SequencesAsync(reopened, $"p/{writer}"));
        }

        Assert.Equal(counts.Sum(), await CountAsync("SELECT count(*) FROM granary.wal_records"));
    }

    [Fact]
    public async Task Promise8_while_postgresql_is_away_appends_are_refused_and_afterwards_stored()
    {
        Options.UnavailableAfter = TimeSpan.FromMilliseconds(200);
        await using var log = OpenLog(_proxy.Port);
        await AcquireAsync(log, "p/a");
        await AppendAsync(log, "p/a", 1);
        _proxy.CutRequestsAfter(0);
        // one may be of unknown fate for as long as nobody answers; those that were never sent are refused
        var unknown = new[] { 2L, 3L }.Select(sequence => log.AppendAsync(Entry("p/a", sequence)).AsTask()).ToArray();
        WalAppendResult refused;
        var tried = 3L;
        do refused = await log.AppendAsync(Entry("p/a", ++tried)).AsTask().WaitAsync(TimeSpan.FromSeconds(60));
        while (refused is WalAppendResult.Appended);
        Assert.Contains("can't be reached", Assert.IsType<WalAppendResult.Unavailable>(refused).Reason, StringComparison.Ordinal);

        _proxy.Heal();
        var outcomes = await Task.WhenAll(unknown);
        WalAppendResult again;
        while ((again = await log.AppendAsync(Entry("p/a", ++tried))) is not WalAppendResult.Appended) await Task.Delay(10);
        long[] expected = [1, .. outcomes.Select((outcome, i) => (outcome, Sequence: i + 2L)).Where(each => each.outcome is WalAppendResult.Appended).Select(each => each.Sequence), tried];
        Assert.Equal(expected, await SequencesAsync(log, "p/a"));
    }

    [Fact]
    public async Task Promise9_a_full_queue_and_a_full_log_refuse_at_once()
    {
        Options.MaxQueuedRecords = 2;
        Options.PostgresConnections = 1;
        await using (var log = Open())
        {
            await AcquireAsync(log, "p/a");
            await using var connection = await _direct.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            await new NpgsqlCommand("UPDATE granary.grains SET epoch = epoch", connection).ExecuteNonQueryAsync();
            var waiting = new[] { log.AppendAsync(Entry("p/a", 1)).AsTask(), log.AppendAsync(Entry("p/a", 2)).AsTask() };
            var refused = Assert.IsType<WalAppendResult.Unavailable>(await log.AppendAsync(Entry("p/a", 3)));
            Assert.Equal("2 records wait for the write-ahead log in PostgreSQL already", refused.Reason);
            await transaction.RollbackAsync();
            await Task.WhenAll(waiting);
        }

        Options.MaxBytes = 1;
        await using var full = OpenLog();
        await AcquireAsync(full, "p/a");
        while (full.SizeInBytes == 0) await Task.Delay(10);
        var outcome = Assert.IsType<WalAppendResult.Refused>(await full.AppendAsync(Entry("p/a", 9)));
        Assert.Equal("the write-ahead log in PostgreSQL has reached its limit of 1 bytes", outcome.Reason);
    }

    [Fact]
    public async Task Promise8_a_missing_table_or_right_is_told_in_postgresqls_words_and_stores_nothing()
    {
        await using var log = Open();
        await AcquireAsync(log, "p/a");
        await ExecuteAsync("ALTER TABLE granary.wal_records RENAME TO hidden");
        var outcome = Assert.IsType<WalAppendResult.Unavailable>(await log.AppendAsync(Entry("p/a", 1)));
        Assert.Contains("relation \"granary.wal_records\" does not exist", outcome.Reason, StringComparison.Ordinal);
        var error = await Assert.ThrowsAsync<GranaryException>(async () => await log.AcquireAsync("p/a", Epoch, CancellationToken.None));
        Assert.Equal(ErrorKind.Unavailable, error.Kind);
        Assert.Contains($"PostgreSQL at 127.0.0.1:{fixture.Server.Port}, database {_database}", error.Message, StringComparison.Ordinal);
        await ExecuteAsync("ALTER TABLE granary.hidden RENAME TO wal_records");
        await AppendAsync(log, "p/a", 1);
    }

    [Fact]
    public async Task Promise9_the_table_stays_small_while_rows_are_appended_and_released()
    {
        const int Records = 2000;
        const int RowsPerRecord = 100;
        Options.WantedBytes = 8 << 20;
        await using var log = OpenLog();
        string[] grains = ["p/a", "p/b", "p/c", "p/d"];
        foreach (var grain in grains) await AcquireAsync(log, grain);
        var largest = 0L;
        for (var i = 1; i <= Records / grains.Length; i++)
        {
            await Task.WhenAll(grains.Select(grain => AppendAsync(log, grain, i, RowsPerRecord)));
            foreach (var grain in grains) log.Release(grain, Epoch, i - 5);
            largest = Math.Max(largest, log.SizeInBytes);
        }

        // 200,000 rows of about 40 bytes are 8 MB, and came and went through slots of 1 MiB each
        await AwaitAsync("SELECT count(DISTINCT slot) FROM granary.wal_records", 1, 2, 3);
        foreach (var grain in grains) Assert.Equal(5, (await SequencesAsync(log, grain)).Count);
        Assert.InRange(await CountAsync("SELECT sum(pg_total_relation_size(oid))::bigint FROM pg_class WHERE relname ~ '^wal_records_[0-9]+$'"), 1, 6 << 20);
        Assert.InRange(largest, 1, 8 << 20);
    }

    [Fact]
    public async Task A_grain_that_holds_the_oldest_records_of_a_large_log_should_flush()
    {
        Options.WantedBytes = 1 << 20;
        await using var log = OpenLog();
        await AcquireAsync(log, "p/idle");
        await AcquireAsync(log, "p/busy");
        await AppendAsync(log, "p/idle", 1);
        Assert.False(log.ShouldFlush("p/idle"));
        for (var i = 1; !log.ShouldFlush("p/idle"); i++)
        {
            await AppendAsync(log, "p/busy", i, rows: 500);
            log.Release("p/busy", Epoch, i - 1);
            Assert.True(i < 5000, "the idle grain was never asked");
        }

        // the busy one may stand beside it: its releases are written a little later
        Assert.Contains("p/idle", await log.FindUnreleasedGrainsAsync(10, CancellationToken.None));
        log.Release("p/idle", Epoch, 1);
        await AwaitAsync("SELECT count(*) FROM granary.wal_grains WHERE grain = 'table/p/idle'", 1);
        Assert.DoesNotContain("p/idle", await log.FindUnreleasedGrainsAsync(10, CancellationToken.None));
    }

    [Fact]
    public async Task A_damaged_record_is_reported_and_not_given()
    {
        await using var log = Open();
        await AcquireAsync(log, "p/a");
        for (var i = 1; i <= 3; i++) await AppendAsync(log, "p/a", i);
        await ExecuteAsync("UPDATE granary.wal_records SET payload = overlay(payload PLACING '\\xfff7'::bytea FROM 30) WHERE sequence = 2");
        var error = await Assert.ThrowsAsync<GranaryException>(() => SequencesAsync(log, "p/a"));
        Assert.Equal(ErrorKind.Corrupt, error.Kind);
        Assert.Contains("the checksum of p/a's record 2 is wrong", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_written_by_an_earlier_version_is_read()
    {
        await ExecuteAsync(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "WriteAheadLog/Postgres/record-1.golden")));
        await using var log = Open();
        Assert.Equal(7, Assert.IsType<WalAcquireResult.Acquired>(await log.AcquireAsync("p/a", Epoch, CancellationToken.None)).LastSequence);
        Assert.Equal([7], await SequencesAsync(log, "p/a"));
    }

    private PostgresWriteAheadLog OpenLog(int? port = null)
    {
        var source = NpgsqlDataSource.Create(PostgresFixture.ConnectionString(_database, port ?? fixture.Server.Port));
        _sources.Add(source);
        return new PostgresWriteAheadLog(source, Options, TimeProvider.System, NullLogger<PostgresWriteAheadLog>.Instance);
    }

    /// <summary>Asks until the answer is one of these: what happens in PostgreSQL tells nobody.</summary>
    private async Task AwaitAsync(string sql, params long[] expected)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (Array.IndexOf(expected, await CountAsync(sql)) < 0) await Task.Delay(10, limit.Token);
    }

    private async Task<long> CountAsync(string sql)
    {
        await using var command = _direct.CreateCommand(sql);
        return Convert.ToInt64(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _direct.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
