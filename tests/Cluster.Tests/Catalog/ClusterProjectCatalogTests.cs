using Granary.Grains;
using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Errors;
using Granary.Runtime;
using Granary.Runtime.ConfigurationDatabase;
using Granary.Testing.Network;

namespace Granary.Cluster.Tests.Catalog;

[Collection(PostgresCollection.Name)]
public sealed class ClusterProjectCatalogTests(PostgresFixture postgres)
{
    private const string Logs = "otel_logs_and_spans";

    [Fact]
    public async Task A_table_that_was_announced_is_found_by_every_process_that_asks_afterwards()
    {
        var url = await CreateAsync();
        await using var first = PostgresFixture.Open(url);
        await using var second = PostgresFixture.Open(url);
        using var writer = new ClusterProjectCatalog(first);
        using var reader = new ClusterProjectCatalog(second);

        // Many writers at once: no table may be skipped because one with a higher id was seen before.
        for (var round = 0; round < 20; round++)
        {
            var tables = Enumerable.Range(0, 10).Select(n => Table($"p{round}-{n}")).ToList();
            var found = tables.Select(async table =>
            {
                await writer.AnnounceAsync(table, CancellationToken.None);
                await reader.RefreshAsync(CancellationToken.None);
                return reader.Contains(table);
            });
            Assert.All(await Task.WhenAll(found), Assert.True);
        }
        Assert.Equal(200, reader.Projects(Logs).Count);
    }

    [Fact]
    public async Task Without_PostgreSQL_what_is_known_goes_on_with_a_warning_and_new_tables_are_refused()
    {
        var url = await CreateAsync();
        await using var proxy = new TcpProxy(postgres.Server.Port);
        await using var database = PostgresFixture.Open(url.Replace($":{postgres.Server.Port}/", $":{proxy.Port}/", StringComparison.Ordinal));
        using var catalog = new ClusterProjectCatalog(database);
        await catalog.AnnounceAsync(Table("known"), CancellationToken.None);
        proxy.CutAfter(0);

        using (var warnings = CallWarnings.Collect())
        {
            await catalog.RefreshAsync(CancellationToken.None);
            Assert.Single(warnings.All);
        }
        Assert.True(catalog.Contains(Table("known")));
        await catalog.AnnounceAsync(Table("known"), CancellationToken.None);
        var refused = await Assert.ThrowsAsync<GranaryException>(() => catalog.AnnounceAsync(Table("new"), CancellationToken.None).AsTask());
        Assert.Equal(ErrorKind.Unavailable, refused.Kind);
        Assert.False(catalog.Contains(Table("new")));
    }

    private async Task<string> CreateAsync()
    {
        var url = await postgres.CreateDatabaseAsync();
        await using var database = PostgresFixture.Open(url);
        await new SchemaMigrations(database, Migration.All).RunAsync(CancellationToken.None);
        return url;
    }

    private static TableId Table(string project) => new(new ProjectId(project), Logs);
}
