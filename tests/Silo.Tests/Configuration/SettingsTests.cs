using System.Net;
using Granary.Engine.WriteAheadLog;
using Granary.Silo.Configuration;
using Granary.Testing;
using Microsoft.Extensions.Configuration;

namespace Granary.Silo.Tests.Configuration;

public sealed class SettingsTests
{
    private const string BeginsAt = "<!-- configuration table: made from Silo/Configuration/Settings.cs, checked by a test -->";

    private static readonly (string Name, string Value)[] InCluster =
        [("TIMEFUSION_CONFIG_DATABASE_URL", "postgresql://127.0.0.1/postgres"), ("GRANARY_STORE_DIR", "/tmp/store")];

    [Fact]
    public void The_README_shows_the_table_of_all_variables()
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        Assert.Contains(BeginsAt + "\n\n" + Table(), readme, StringComparison.Ordinal);
    }

    [Fact]
    public void The_operations_page_names_every_variable()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "operations.md"));
        Assert.All(Settings.All, setting => Assert.Contains($"`{setting.Name}", page, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_default_has_the_form_that_is_asked_of_the_variable() => Read([]);

    [Theory]
    [InlineData("PORT", "http", "PORT must be a port number from 0 to 65535 (0 takes a free one), not \"http\".")]
    [InlineData("PGWIRE_PORT", "70000", "PGWIRE_PORT must be")]
    [InlineData("GRANARY_BIND_ADDRESS", "my-host", "GRANARY_BIND_ADDRESS must be an IP address")]
    [InlineData("MAX_PG_CONNECTIONS", "0", "MAX_PG_CONNECTIONS must be a whole number from 1")]
    [InlineData("BATCH_INTERVAL_MS", "1s", "BATCH_INTERVAL_MS must be a whole number of milliseconds")]
    [InlineData("MAX_BATCH_SIZE", "-5", "MAX_BATCH_SIZE must be")]
    [InlineData("ENABLE_BATCH_QUEUE", "perhaps", "ENABLE_BATCH_QUEUE must be true or false, not \"perhaps\".")]
    [InlineData("AWS_S3_ENDPOINT", "localhost:9000", "AWS_S3_ENDPOINT must be an http or https address")]
    [InlineData("GRANARY_FLUSH_BYTES", "64MB", "GRANARY_FLUSH_BYTES must be")]
    [InlineData("GRANARY_MEMORY_LIMIT_MB", "1", "GRANARY_MEMORY_LIMIT_MB must be a whole number of MiB, at least 256")]
    [InlineData("GRANARY_LOG_LEVEL", "Loud", "GRANARY_LOG_LEVEL must be one of Trace")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json", "OTEL_EXPORTER_OTLP_PROTOCOL must be")]
    public void A_bad_value_is_refused_by_a_sentence_that_names_the_variable(string name, string value, string message) =>
        Assert.Contains(message, Refusal((name, value)), StringComparison.Ordinal);

    [Fact]
    public void An_unknown_variable_of_ours_is_refused_with_the_nearest_known_name() =>
        Assert.Equal(
            "GRANARY_DATADIR is not a variable that Granary knows; did you mean GRANARY_DATA_DIR?",
            Refusal(("GRANARY_DATADIR", "/tmp")));

    [Fact]
    public void Variables_of_others_are_left_alone() => Read([("AWS_PROFILE", "x"), ("OTEL_TRACES_SAMPLER", "always_on"), ("PATH", "/bin")]);

    [Fact]
    public void A_variable_set_to_nothing_counts_as_unset() => Assert.Equal(8080, Read([("PORT", "")]).HttpPort);

    [Theory]
    [InlineData("AWS_ACCESS_KEY_ID", "id")]
    [InlineData("AWS_SECRET_ACCESS_KEY", "secret")]
    public void A_key_without_its_other_half_is_refused(string name, string value) =>
        Assert.Contains("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY belong together", Refusal((name, value)), StringComparison.Ordinal);

    [Fact]
    public void An_endpoint_without_a_bucket_is_refused_so_that_nobody_believes_the_data_are_there() =>
        Assert.Contains("AWS_S3_BUCKET isn't", Refusal(("AWS_S3_ENDPOINT", "http://localhost:9000")), StringComparison.Ordinal);

    [Fact]
    public void Two_ports_of_one_number_are_refused() =>
        Assert.Contains("can't both be 5432", Refusal(("PORT", "5432")), StringComparison.Ordinal);

    [Fact]
    public void Budgets_follow_the_memory_limit_and_leave_room_for_the_rest()
    {
        var memory = Read([("GRANARY_MEMORY_LIMIT_MB", "4096")]).Memory;
        Assert.Equal(1L << 30, memory.IngestBytes);
        Assert.InRange(memory.IngestBytes + memory.QueryBytes, 1, memory.LimitBytes * 7 / 10);
    }

    [Fact]
    public void Budgets_above_the_limit_are_refused() => Assert.Contains(
        "more than the memory there is",
        Refusal(("GRANARY_MEMORY_LIMIT_MB", "1024"), ("GRANARY_QUERY_MEMORY_MB", "2048")),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("GRANARY_CLUSTER_ID", "Prod; drop", "GRANARY_CLUSTER_ID must be 1 to 40 of a-z")]
    [InlineData("GRANARY_ROLE", "master", "GRANARY_ROLE must be all, silo or gateway")]
    [InlineData("GRANARY_ADVERTISED_HOST", "silo-1:11111", "GRANARY_ADVERTISED_HOST must be a name or an address, without a port")]
    [InlineData("GRANARY_CLUSTER_BIND", "0.0.0.0", "set GRANARY_CLUSTER_SECRET or GRANARY_CLUSTER_TLS_CERT first")]
    [InlineData("GRANARY_CLUSTER_TLS_KEY", "key.pem", "belong together; set all or none")]
    [InlineData("GRANARY_WAL", "file", "GRANARY_WAL=file can't be used in a cluster")]
    [InlineData("GRANARY_WAL", "disk", "GRANARY_WAL must be file or postgres")]
    [InlineData("ENABLE_BATCH_QUEUE", "true", "and so not in a cluster")]
    [InlineData("GRANARY_STORE_DIR", "", "A cluster needs a bucket that all its silos read")]
    [InlineData("AWS_S3_BUCKET", "bucket", "can't both say where the tables are")]
    public void A_bad_setting_of_a_cluster_is_refused(string name, string value, string message) =>
        Assert.Contains(message, Refusal([.. InCluster.Where(pair => pair.Name != name), (name, value)]), StringComparison.Ordinal);

    [Theory]
    [InlineData("GRANARY_ROLE", "silo", "TIMEFUSION_CONFIG_DATABASE_URL")]
    [InlineData("GRANARY_WAL", "postgres", "TIMEFUSION_CONFIG_DATABASE_URL")]
    public void What_needs_a_cluster_is_refused_without_one(string name, string value, string message) =>
        Assert.Contains(message, Refusal((name, value)), StringComparison.Ordinal);

    [Fact]
    public void The_log_lies_on_the_own_disk_alone_and_in_the_database_in_a_cluster()
    {
        Assert.Equal(WalKind.File, Read([]).Wal);
        Assert.Equal(WalKind.Postgres, Read(InCluster).Wal);
    }

    [Theory]
    [InlineData("silo-1.example", "silo-1.example:11111")]
    [InlineData("10.0.0.7", "10.0.0.7:11111")]
    [InlineData("fd00::7", "[fd00::7]:11111")]
    public void The_others_are_told_the_host_that_is_set(string host, string endpoint) =>
        Assert.Equal(endpoint, Read([.. InCluster, ("GRANARY_ADVERTISED_HOST", host)]).Cluster!.Endpoint);

    [Fact]
    public void With_a_secret_other_machines_may_send_messages() =>
        Assert.Equal(IPAddress.Any, Read([.. InCluster, ("GRANARY_CLUSTER_BIND", "0.0.0.0"), ("GRANARY_CLUSTER_SECRET", "s")]).Cluster!.Bind.Address);

    private static string Refusal(params (string Name, string Value)[] variables) =>
        Assert.Throws<SetupException>(() => Read(variables)).Message;

    private static SiloOptions Read((string Name, string Value)[] variables) => SiloOptions.Read(new SettingValues(
        new ConfigurationBuilder().AddInMemoryCollection(variables.ToDictionary(pair => pair.Name, pair => (string?)pair.Value)).Build()));

    private static string Table() =>
        "| Variable | Default | Meaning |\n|---|---|---|\n" + string.Concat(Settings.All.Select(setting =>
            $"| `{setting.Name}` | {(setting.Default.Length == 0 ? "" : $"`{setting.Default}`")} | {setting.Meaning} |\n"));
}
