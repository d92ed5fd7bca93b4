using Granary.Silo.Configuration;
using Granary.Testing;
using Microsoft.Extensions.Configuration;

namespace Granary.Silo.Tests.Configuration;

public sealed class SettingsTests
{
    private const string BeginsAt = "<!-- configuration table: made from Silo/Configuration/Settings.cs, checked by a test -->";

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

    private static string Refusal(params (string Name, string Value)[] variables) =>
        Assert.Throws<SetupException>(() => Read(variables)).Message;

    private static SiloOptions Read((string Name, string Value)[] variables) => SiloOptions.Read(new SettingValues(
        new ConfigurationBuilder().AddInMemoryCollection(variables.ToDictionary(pair => pair.Name, pair => (string?)pair.Value)).Build()));

    private static string Table() =>
        "| Variable | Default | Meaning |\n|---|---|---|\n" + string.Concat(Settings.All.Select(setting =>
            $"| `{setting.Name}` | {(setting.Default.Length == 0 ? "" : $"`{setting.Default}`")} | {setting.Meaning} |\n"));
}
