using Granary.Testing;
using Granary.Testing.Network;
using Granary.Testing.ObjectStores;
using Granary.Testing.Processes;

namespace Granary.Silo.Tests.Faults;

/// <summary>The real process over a real S3 server that is stopped, killed, away, or says no.</summary>
public sealed class S3Tests(S3Fixture fixture) : IClassFixture<S3Fixture>, IDisposable
{
    private const string FirstCommit = Rows.TableRoot + "_delta_log/00000000000000000000.json";
    private readonly TemporaryDirectory _data = new();

    private S3Server Server => fixture.Server;

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Promise1_rows_survive_a_kill_and_lie_in_the_bucket_as_documented_for_other_readers()
    {
        await Server.CreateBucketAsync("end-to-end");
        using var bucket = new BucketContents(Server, "end-to-end", _data);
        await using var granary = await GranaryProcess.StartAsync(Options("end-to-end"));
        await Rows.InsertAsync(granary, "a", "b", "c");
        await granary.OutputLineAsync("flushed 3 rows, version 0");
        await Rows.InsertAsync(granary, "d", "e");
        await granary.KillAsync();

        await using var restarted = await granary.RestartAsync();
        Assert.Equal("a b c d e", await Rows.IdsAsync(restarted));
        Assert.Equal("a b c", await bucket.IdsAsync());
        Assert.Equal(0, await restarted.TerminateAsync());

        Assert.Equal("a b c d e", await bucket.IdsAsync());
        var uuid = "[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}";
        Assert.All(await bucket.KeysAsync(), key => Assert.Matches($"^{Rows.TableRoot}(_delta_log/[0-9]{{20}}\\.json|date=2025-04-14/{uuid}\\.parquet)$", key));
        Assert.Equal(4, (await bucket.KeysAsync()).Count);
    }

    [Theory]
    [InlineData("rgw")]
    [InlineData("osd")]
    public async Task A_store_that_stands_still_during_a_flush_stops_no_write_and_the_flush_ends_once_when_it_goes_on(string daemon)
    {
        await Server.CreateBucketAsync($"paused-{daemon}");
        using var bucket = new BucketContents(Server, $"paused-{daemon}", _data);
        await using var granary = await GranaryProcess.StartAsync(Options($"paused-{daemon}"));
        // the first use of a table reads its Delta log
        await Rows.InsertAsync(granary, "a");
        await Server.PauseAsync(daemon);
        try
        {
            await Rows.InsertAsync(granary, "b", "c");
            await Rows.InsertAsync(granary, "d");
            Assert.Equal("a b c d", await Rows.IdsAsync(granary));
        }
        finally
        {
            await Server.ResumeAsync(daemon);
        }

        await granary.OutputLineAsync("rows, version 0");
        Assert.Equal("a b c d", await Rows.IdsAsync(granary));
        Assert.Equal(0, await granary.TerminateAsync());
        Assert.Equal("a b c d", await bucket.IdsAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Promise3_a_store_killed_during_a_commit_gets_it_once_whether_it_had_arrived_or_not(bool hasArrived)
    {
        var name = hasArrived ? "killed-after" : "killed-before";
        await Server.CreateBucketAsync(name);
        using var bucket = new BucketContents(Server, name, _data);
        await using var proxy = new TcpProxy(Server.Port);
        await using var granary = await GranaryProcess.StartAsync(Options(name, proxy.Port));
        var commit = proxy.Hold($"PUT /{name}/{FirstCommit}");
        await Rows.InsertAsync(granary, "a", "b", "c");
        await commit.Reached;
        if (hasArrived)
        {
            // the leave to send the body passes, the answer doesn't
            proxy.CutAfter("HTTP/1.1 100 Continue\r\n\r\n".Length);
            commit.Release();
            await bucket.UntilExistsAsync(FirstCommit);
        }

        await Server.CrashAsync("rgw");
        try
        {
            commit.Release();
            proxy.Heal();
            await Rows.InsertAsync(granary, "d");
            Assert.Equal("a b c d", await Rows.IdsAsync(granary));
        }
        finally
        {
            await Server.StartAgainAsync();
        }

        await granary.OutputLineAsync("flushed 3 rows, version 0");
        Assert.Equal("a b c d", await Rows.IdsAsync(granary));
        await granary.KillAsync();
        await using var restarted = await granary.RestartAsync();
        Assert.Equal("a b c d", await Rows.IdsAsync(restarted));
        Assert.Equal(0, await restarted.TerminateAsync());
        Assert.Equal("a b c d", await bucket.IdsAsync());
    }

    [Fact]
    public async Task Promise6_a_process_killed_between_its_upload_and_its_commit_leaves_a_segment_that_no_reader_sees()
    {
        await Server.CreateBucketAsync("orphan");
        using var bucket = new BucketContents(Server, "orphan", _data);
        await using (var proxy = new TcpProxy(Server.Port))
        {
            await using var granary = await GranaryProcess.StartAsync(Options("orphan", proxy.Port));
            var commit = proxy.Hold($"PUT /orphan/{FirstCommit}");
            await Rows.InsertAsync(granary, "a", "b", "c");
            await commit.Reached;
            await granary.KillAsync();
        }

        var orphan = Assert.Single(await bucket.KeysAsync());
        Assert.EndsWith(".parquet", orphan, StringComparison.Ordinal);
        await using var restarted = await GranaryProcess.StartAsync(Options("orphan"));
        Assert.Equal("a b c", await Rows.IdsAsync(restarted));
        Assert.Equal("a b c", await bucket.IdsAsync());
        Assert.Contains(orphan, await bucket.KeysAsync());
    }

    [Fact]
    public async Task A_store_that_is_away_at_the_start_is_named()
    {
        using var nobody = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        nobody.Start();
        var port = ((System.Net.IPEndPoint)nobody.LocalEndpoint).Port;
        nobody.Stop();
        await AssertRefusedAsync(Options("bucket", port), "\"bucket\" at http://127.0.0.1", "Connection refused");
    }

    [Fact]
    public async Task A_missing_bucket_is_named() =>
        await AssertRefusedAsync(Options("no-such-bucket"), "\"no-such-bucket\"", "the bucket does not exist");

    [Theory]
    [InlineData("AWS_ACCESS_KEY_ID")]
    [InlineData("AWS_SECRET_ACCESS_KEY")]
    public async Task Wrong_credentials_are_named(string variable)
    {
        var options = Options("bucket");
        var environment = new Dictionary<string, string>(options.Environment) { [variable] = "wrong" };
        await AssertRefusedAsync(options with { Environment = environment }, variable);
    }

    private GranaryProcessOptions Options(string bucket, int? port = null)
    {
        var environment = new Dictionary<string, string>(Server.EnvironmentFor(bucket))
        {
            // three rows of one table are flushed at once, fewer only at the end
            ["GRANARY_FLUSH_ROWS"] = "3",
            ["GRANARY_FLUSH_INTERVAL_MS"] = "3600000",
            ["GRANARY_LATE_FLUSH_INTERVAL_MS"] = "3600000",
            ["GRANARY_LOG_LEVEL"] = "Debug",
        };
        if (port is not null) environment["AWS_S3_ENDPOINT"] = $"http://127.0.0.1:{port}";
        return new GranaryProcessOptions { DataDirectory = _data["data"], Environment = environment };
    }

    private static async Task AssertRefusedAsync(GranaryProcessOptions options, params string[] expected)
    {
        await using var granary = GranaryProcess.Launch(options);
        Assert.NotEqual(0, await granary.WaitForExitAsync());
        Assert.StartsWith("granary: ", granary.StandardError, StringComparison.Ordinal);
        foreach (var text in expected) Assert.Contains(text, granary.StandardError, StringComparison.Ordinal);
        Assert.Single(granary.StandardError.TrimEnd('\n').Split('\n'));
        Assert.DoesNotContain("   at ", granary.StandardOutput, StringComparison.Ordinal);
    }
}
