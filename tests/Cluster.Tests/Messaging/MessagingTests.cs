using System.Net;
using System.Net.Sockets;
using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Errors;
using Granary.Grains.Interfaces.Ingest;
using Granary.Grains.Interfaces.Query;
using Granary.Runtime.Directory;
using Granary.Runtime.Membership;
using Granary.Runtime.Messaging;
using Granary.Runtime.References;
using Granary.Testing.Network;

namespace Granary.Cluster.Tests.Messaging;

/// <summary>Calls between two processes' ends over a real HTTP/2 connection, whole and broken at every phase.</summary>
public sealed class MessagingTests
{
    private static ClusterCertificates Load(TestAuthority from) => ClusterCertificates.Load(from.CertificateFile, from.KeyFile, from.AuthorityFile);

    private static readonly BatchId Id = new(Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"), 42);

    [Fact]
    public async Task An_append_arrives_with_its_rows_and_is_answered()
    {
        await using var pair = await MessagingPair.StartAsync();

        var result = await pair.Table.Reference.AppendAsync(new AppendRequest([Rows.Numbers(1, 2), Rows.Numbers(3)]) { BatchId = Id }, default);

        Assert.Equal(new AppendResult(3, 7), result);
        var arrived = Assert.Single(pair.Silo.Appended);
        Assert.Equal(Id, arrived.BatchId);
        Assert.Equal([1, 2], arrived.Batches[0].Find("n")!.Values<int>().ToArray());
        Assert.Equal([3], arrived.Batches[1].Find("n")!.Values<int>().ToArray());
    }

    [Fact]
    public async Task Every_method_of_a_table_can_be_called()
    {
        await using var pair = await MessagingPair.StartAsync();
        pair.Silo.OnScan = request => new TableScan(
            new TableId(new ProjectId("p"), "t"), 4, 9, [new SegmentReference("k", 10, 20)], [Rows.Numbers(1, 2)]);
        ITableGrain table = pair.Table.Reference;

        var load = await table.BeginLoadAsync(default);
        await table.StageAsync(load, Rows.Numbers(1), default);
        Assert.Equal(5, (await table.CommitLoadAsync(load, default)).RowCount);
        await table.AbortLoadAsync(load, default);
        await table.FlushAsync(default);
        var scan = await table.OpenScanAsync(new TableScanRequest(["n"], [new PruningRange("n", 1L, 2.5), new PruningRange("t", "a", null)]), default);

        Assert.Equal(("p/t", 4, 9), (scan.Table.GrainKey, scan.Version, scan.Sequence));
        Assert.Equal(new SegmentReference("k", 10, 20), Assert.Single(scan.Segments));
        Assert.Equal(["n"], Assert.Single(scan.Tail).Names); // the columns that the scan reads, and no others
        Assert.True(Assert.IsType<MessageOutcome<TableScan>.Answered>(pair.Table.Outcome).IsUncertain);
        Assert.Equal(TableGrainReference.Methods.Count, TableGrainReference.Methods.Select(method => method.Name).Distinct().Count());
    }

    [Fact]
    public async Task A_refusal_arrives_with_all_that_a_client_is_told()
    {
        await using var pair = await MessagingPair.StartAsync();
        var thrown = new GranaryException(ErrorKind.Exhausted, SqlState.DiskFull, "no room")
        {
            Detail = "d",
            Hint = "h",
            Where = "w",
            Position = 0,
            ColumnName = "c",
            TableName = "t",
            RetryAfter = TimeSpan.FromSeconds(5),
        };
        pair.Silo.OnAppend = (_, _) => throw thrown;

        var error = await Assert.ThrowsAsync<GranaryException>(() => Append(pair));

        Assert.Equal(
            (thrown.Kind, thrown.SqlState, thrown.Message, thrown.Detail, thrown.Hint, thrown.Where, thrown.Position),
            (error.Kind, error.SqlState, error.Message, error.Detail, error.Hint, error.Where, error.Position));
        Assert.Equal((thrown.ColumnName, thrown.TableName, thrown.RetryAfter), (error.ColumnName, error.TableName, error.RetryAfter));
    }

    [Fact]
    public async Task A_bug_of_the_silo_is_told_without_its_particulars()
    {
        await using var pair = await MessagingPair.StartAsync();
        pair.Silo.OnAppend = (_, _) => throw new InvalidOperationException("a secret");

        var error = await Assert.ThrowsAsync<GranaryException>(() => Append(pair));

        Assert.Equal(ErrorKind.Internal, error.Kind);
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_and_doubt_are_outcomes()
    {
        await using var pair = await MessagingPair.StartAsync();
        var owner = new GrainAddress(pair.Table.Reference.GrainId, new SiloAddress("elsewhere:1", 8), 12);
        foreach (var outcome in new MessageOutcome<AppendResult>[]
        {
            new MessageOutcome<AppendResult>.Redirected(owner), new MessageOutcome<AppendResult>.Redirected(null), new MessageOutcome<AppendResult>.Uncertain(),
        })
        {
            pair.Silo.InsteadOfAnswer = outcome;
            await Append(pair);
            Assert.Equal(outcome, pair.Table.Outcome);
        }
    }

    [Fact]
    public async Task A_silo_that_nobody_listens_for_is_unreachable()
    {
        await using var pair = await MessagingPair.StartAsync();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var nobody = new MessagingPair.Caller(new MessageSender(pair.Client), new SiloAddress($"127.0.0.1:{port}", 1));

        await nobody.Reference.FlushAsync(default);

        Assert.IsNotType<MessageOutcome<object>.Lost>(nobody.Outcome);
        Assert.StartsWith("Unreachable", nobody.Outcome!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_is_cut_on_its_way_is_unreachable_and_never_run()
    {
        await using var pair = await MessagingPair.StartAsync();
        await Append(pair);
        foreach (var bytes in new[] { 0, 10, 1000, 100_000 })
        {
            pair.Proxy.CutRequestsAfter(bytes);
            // more than the sockets between the two hold, so that its end can't have left when the connection breaks
            await pair.Table.Reference.AppendAsync(new AppendRequest([Rows.Text(40 << 20)]), default);
            Assert.IsType<MessageOutcome<AppendResult>.Unreachable>(pair.Table.Outcome);
            pair.Proxy.Heal();
        }
        Assert.Single(pair.Silo.Appended);
    }

    [Fact]
    public async Task An_answer_that_is_cut_anywhere_is_lost_and_the_next_call_connects_again()
    {
        await using var pair = await MessagingPair.StartAsync();
        var scan = new TableScan(new TableId(new ProjectId("p"), "t"), 1, 1, [], [Rows.Text(100_000)]);
        for (var bytes = 0; bytes < 100_000; bytes = (bytes * 3) + 1)
        {
            var (cut, arrived) = (bytes, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            pair.Silo.OnScan = _ =>
            {
                pair.Proxy.CutAfter(cut);
                return scan;
            };
            await pair.Table.Reference.OpenScanAsync(new TableScanRequest(["t"], []), default);
            Assert.IsType<MessageOutcome<TableScan>.Lost>(pair.Table.Outcome);
            pair.Proxy.Heal();
        }
        await Append(pair);
        Assert.IsType<MessageOutcome<AppendResult>.Answered>(pair.Table.Outcome);
    }

    [Fact]
    public async Task A_silo_that_stands_still_is_found_by_pings_before_the_deadline()
    {
        await using var pair = await MessagingPair.StartAsync();
        pair.Table.Timeout = TimeSpan.FromMinutes(5);
        pair.Silo.OnAppend = (_, token) =>
        {
            pair.Proxy.StallAfter(0);
            return Never(token);
        };

        await Append(pair).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.IsType<MessageOutcome<AppendResult>.Lost>(pair.Table.Outcome);
    }

    [Fact]
    public async Task A_call_that_takes_too_long_is_lost_and_cancelled_at_the_silo()
    {
        await using var pair = await MessagingPair.StartAsync();
        pair.Table.Timeout = TimeSpan.FromMilliseconds(300);
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        pair.Silo.OnAppend = (_, token) => Never(token, cancelled);

        await Append(pair);

        Assert.IsType<MessageOutcome<AppendResult>.Lost>(pair.Table.Outcome);
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Giving_up_cancels_the_call_at_the_silo()
    {
        await using var pair = await MessagingPair.StartAsync();
        var (begun, cancelled) = (new TaskCompletionSource(), new TaskCompletionSource());
        pair.Silo.OnAppend = (_, token) =>
        {
            begun.SetResult();
            return Never(token, cancelled);
        };
        using var source = new CancellationTokenSource();
        var call = pair.Table.Reference.AppendAsync(new AppendRequest([Rows.Numbers(1)]), source.Token);
        await begun.Task;

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData("wrong")]
    [InlineData(null)]
    public async Task Who_does_not_know_the_secret_is_sent_away(string? secret)
    {
        await using var pair = await MessagingPair.StartAsync(server => server.Secret = "right", client => client.Secret = secret);

        await Append(pair);

        Assert.Contains("secret", Assert.IsType<MessageOutcome<AppendResult>.Unreachable>(pair.Table.Outcome).Reason, StringComparison.Ordinal);
        Assert.Empty(pair.Silo.Appended);
    }

    [Fact]
    public async Task Who_knows_the_secret_is_let_in()
    {
        await using var pair = await MessagingPair.StartAsync(server => server.Secret = "right", client => client.Secret = "right");
        await Append(pair);
        Assert.Single(pair.Silo.Appended);
    }

    [Fact]
    public async Task Certificates_of_one_authority_let_each_other_in()
    {
        using var authority = new TestAuthority();
        await using var pair = await MessagingPair.StartAsync(server => server.Certificates = Load(authority), client => client.Certificates = Load(authority));
        await Append(pair);
        Assert.Single(pair.Silo.Appended);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Without_a_certificate_of_the_authority_nobody_is_let_in(bool hasOther)
    {
        using var authority = new TestAuthority();
        using var other = new TestAuthority();
        // it would take any server for a peer; the server must not take it for one
        var stranger = ClusterCertificates.Load(other.CertificateFile, other.KeyFile, authority.AuthorityFile);
        await using var pair = await MessagingPair.StartAsync(
            server => server.Certificates = Load(authority), client => client.Certificates = hasOther ? stranger : null);

        await Append(pair);

        Assert.IsNotType<MessageOutcome<AppendResult>.Answered>(pair.Table.Outcome);
        Assert.Empty(pair.Silo.Appended);
    }

    [Fact]
    public async Task A_silo_with_a_certificate_of_another_authority_is_sent_nothing()
    {
        using var authority = new TestAuthority();
        using var other = new TestAuthority();
        var impostor = ClusterCertificates.Load(other.CertificateFile, other.KeyFile, authority.AuthorityFile);
        await using var pair = await MessagingPair.StartAsync(server => server.Certificates = impostor, client => client.Certificates = Load(authority));

        await Append(pair);

        Assert.IsType<MessageOutcome<AppendResult>.Unreachable>(pair.Table.Outcome);
        Assert.Empty(pair.Silo.Appended);
    }

    [Fact]
    public async Task A_message_of_another_cluster_is_refused()
    {
        await using var pair = await MessagingPair.StartAsync(onClient: client => client.ClusterId = "other");
        Assert.Equal(ErrorKind.Invalid, (await Assert.ThrowsAsync<GranaryException>(() => Append(pair))).Kind);
    }

    [Fact]
    public async Task More_calls_than_a_silo_runs_are_refused()
    {
        await using var pair = await MessagingPair.StartAsync(server => server.MaxReceivedCalls = 1);
        var (begun, end) = (new TaskCompletionSource(), new TaskCompletionSource<AppendResult>());
        pair.Silo.OnAppend = (_, _) =>
        {
            begun.TrySetResult();
            return end.Task;
        };
        var first = Append(pair);
        await begun.Task;

        Assert.Equal(ErrorKind.Exhausted, (await Assert.ThrowsAsync<GranaryException>(() => Append(pair))).Kind);

        end.SetResult(new AppendResult(1, 1));
        await first;
    }

    [Fact]
    public async Task More_calls_than_may_wait_for_a_silo_are_refused_after_a_while()
    {
        await using var pair = await MessagingPair.StartAsync(onClient: client => (client.MaxCallsPerSilo, client.MaxWait) = (1, TimeSpan.FromMilliseconds(100)));
        var end = new TaskCompletionSource<AppendResult>();
        pair.Silo.OnAppend = (_, _) => end.Task;
        var first = Append(pair);

        Assert.Equal(ErrorKind.Exhausted, (await Assert.ThrowsAsync<GranaryException>(() => Append(pair))).Kind);

        end.SetResult(new AppendResult(1, 1));
        await first;
    }

    private static Task<AppendResult> Append(MessagingPair pair) =>
        pair.Table.Reference.AppendAsync(new AppendRequest([Rows.Numbers(1)]), default);

    private static async Task<AppendResult> Never(CancellationToken token, TaskCompletionSource? cancelled = null)
    {
        try
        {
            await Task.Delay(Timeout.Infinite, token);
            throw new System.Diagnostics.UnreachableException();
        }
        finally
        {
            cancelled?.TrySetResult();
        }
    }
}
