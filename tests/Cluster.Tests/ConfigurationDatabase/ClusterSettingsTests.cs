using Granary.Grains.Interfaces.Errors;
using Granary.Runtime.ConfigurationDatabase;

namespace Granary.Cluster.Tests.ConfigurationDatabase;

[Collection(PostgresCollection.Name)]
public sealed class ClusterSettingsTests(PostgresFixture postgres)
{
    [Fact]
    public async Task The_first_process_writes_them_down_and_one_set_otherwise_is_told_what_differs()
    {
        var url = await postgres.CreateDatabaseAsync();
        await using var database = PostgresFixture.Open(url);
        await new SchemaMigrations(database, Migration.All).RunAsync(CancellationToken.None);
        var settings = new ClusterSettings(database);
        var agreed = new Dictionary<string, string> { ["AWS_S3_BUCKET"] = "logs", ["GRANARY_WAL"] = "postgres" };
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => settings.AgreeAsync(agreed, CancellationToken.None)));

        var refused = await Assert.ThrowsAsync<GranaryException>(() => settings.AgreeAsync(new Dictionary<string, string>(agreed) { ["AWS_S3_BUCKET"] = "other" }, CancellationToken.None));

        Assert.Equal("this process is set otherwise than the cluster 'granary': AWS_S3_BUCKET is 'other' here and 'logs' in the cluster", refused.Message);
        await using var another = PostgresFixture.Open(url, "second");
        await new ClusterSettings(another).AgreeAsync(new Dictionary<string, string> { ["AWS_S3_BUCKET"] = "other" }, CancellationToken.None);
    }
}
