using Granary.Testing.Network;
using Granary.Testing.Processes;
using Npgsql;

namespace Granary.Cluster.Tests;

/// <summary>A whole cluster as its clients see it: real processes, killed for real.</summary>
public sealed class FailOverTests
{
    [Fact]
    public async Task Promises_1_to_3_rows_of_two_gateways_are_there_once_when_their_silo_is_killed_under_writes()
    {
        await using var cluster = await LocalCluster.StartAsync(silos: 3, gateways: 2);
        await ClusterClient.InsertAsync(cluster.Gateways[0], "first");
        Assert.Equal(["first"], await ClusterClient.NamesAsync(cluster.Gateways[1]));
        List<SteadyWriter> writers = [.. cluster.Gateways.Select((gateway, i) => SteadyWriter.Start(gateway, $"writer{i}"))];
        foreach (var writer in writers) await writer.WriteMoreAsync(10);

        await (await ClusterClient.OwnerAsync(cluster)).KillAsync();

        foreach (var writer in writers) await writer.WriteMoreAsync(10);
        await AssertOnceAsync(cluster, ["first"], writers);
    }

    [Fact]
    public async Task A_silo_that_is_told_to_stop_hands_its_tables_over_and_no_writer_sees_it()
    {
        await using var cluster = await LocalCluster.StartAsync(silos: 2, gateways: 1);
        var writer = SteadyWriter.Start(cluster.Gateways[0], "writer");
        await writer.WriteMoreAsync(10);
        var owner = await ClusterClient.OwnerAsync(cluster);

        Assert.Equal(0, await owner.TerminateAsync());

        await writer.WriteMoreAsync(10);
        Assert.NotSame(owner, await ClusterClient.OwnerAsync(cluster));
        await AssertOnceAsync(cluster, [], [writer]);
    }

    [Fact]
    public async Task A_table_whose_silo_was_killed_is_woken_though_nobody_asks_for_it()
    {
        var neverFlush = new Dictionary<string, string> { ["GRANARY_FLUSH_INTERVAL_MS"] = "3600000" };
        await using var cluster = await LocalCluster.StartAsync(silos: 2, gateways: 1, neverFlush);
        await ClusterClient.InsertAsync(cluster.Gateways[0], "row");
        var owner = await ClusterClient.OwnerAsync(cluster);
        var other = cluster.Silos.Single(silo => silo != owner);

        await owner.KillAsync();

        await other.OutputLineAsync("pid/otel_logs_and_spans had rows in the log and no silo");
        Assert.Same(other, await ClusterClient.OwnerAsync(cluster));
        Assert.Equal(["row"], await ClusterClient.NamesAsync(cluster.Gateways[0]));
    }

    [Fact]
    public async Task Promise_1_rows_are_there_when_all_processes_were_killed_and_these_trust_certificates_alone()
    {
        using var authority = new TestAuthority();
        await using var cluster = await LocalCluster.StartAllInOneAsync(2, new Dictionary<string, string>
        {
            ["GRANARY_FLUSH_INTERVAL_MS"] = "3600000",
            ["GRANARY_CLUSTER_TLS_CERT"] = authority.CertificateFile,
            ["GRANARY_CLUSTER_TLS_KEY"] = authority.KeyFile,
            ["GRANARY_CLUSTER_TLS_CA"] = authority.AuthorityFile,
        });
        // one of the two sends its row to the other
        await ClusterClient.InsertAsync(cluster.Gateways[0], "row 0");
        await ClusterClient.InsertAsync(cluster.Gateways[1], "row 1");

        await cluster.KillAndRestartSilosAsync();

        foreach (var gateway in cluster.Gateways) Assert.Equal(["row 0", "row 1"], await ClusterClient.NamesAsync(gateway));
    }

    [Fact]
    public async Task A_gateway_that_is_told_to_stop_ends_the_running_statement_before_it_sends_its_client_to_another()
    {
        await using var cluster = await LocalCluster.StartAsync(silos: 1, gateways: 2);
        await using var connection = await ClusterClient.ConnectAsync(cluster.Gateways[0]);
        await using var select = new NpgsqlCommand("select repeat('x', 1000) from generate_series(1, 30000)", connection);
        var rows = await select.ExecuteReaderAsync();
        for (var read = 0; read < 10; read++) Assert.True(await rows.ReadAsync());

        cluster.Gateways[0].Signal(Signals.Terminate);
        await cluster.Gateways[0].OutputLineAsync("Stopping");

        var rest = 0;
        while (await rows.ReadAsync()) rest++;
        Assert.Equal(29_990, rest);
        await rows.DisposeAsync();
        Assert.Equal("57P01", (await Assert.ThrowsAsync<PostgresException>(() => connection.WaitAsync())).SqlState);
        Assert.Equal(0, await cluster.Gateways[0].WaitForExitAsync());
        await ClusterClient.InsertAsync(cluster.Gateways[1], "row");
        Assert.Equal(["row"], await ClusterClient.NamesAsync(cluster.Gateways[1]));
    }

    private static async Task AssertOnceAsync(LocalCluster cluster, IReadOnlyList<string> names, IReadOnlyList<SteadyWriter> writers)
    {
        var wanted = names.ToList();
        foreach (var writer in writers) wanted.AddRange(await writer.StopAsync());
        wanted.Sort(StringComparer.Ordinal);
        foreach (var gateway in cluster.Gateways) Assert.Equal(wanted, await ClusterClient.NamesAsync(gateway));
    }
}
