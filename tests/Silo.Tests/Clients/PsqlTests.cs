using Granary.Testing;
using Granary.Testing.Processes;

namespace Granary.Silo.Tests.Clients;

/// <summary>What people type into psql, against the real process. The shapes are PostgreSQL 15's.</summary>
public sealed class PsqlTests : IDisposable
{
    private readonly TemporaryDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task The_meta_commands_answer_in_PostgreSQLs_shape()
    {
        await using var granary = await GranaryProcess.StartAsync(_data.Path);
        var file = Path.Combine(_data.Path, "out.csv");
        Assert.Equal("INSERT 0 2\n", (await ProgramRun.PsqlAsync(granary, "insert into otel_logs_and_spans (id, timestamp, project_id) values ('a', '2025-01-01', 'shop'), ('b', '2025-01-01', 'it''s')")).StandardOutput);
        Assert.Equal("public|pg_database_owner\n", await RunAsync(granary, @"\dn"));
        var databases = (await RunAsync(granary, @"\l")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["it's|postgres|UTF8|C.UTF-8|C.UTF-8||libc|", "postgres|postgres|UTF8|C.UTF-8|C.UTF-8||libc|", "shop|postgres|UTF8|C.UTF-8|C.UTF-8||libc|"], databases);
        Assert.Equal("public|otel_logs_and_spans|table|postgres\npublic|otel_metrics|table|postgres\n", await RunAsync(granary, @"\dt"));
        Assert.Equal("postgres|Superuser, Create role, Create DB, Replication, Bypass RLS|{}\n", await RunAsync(granary, @"\du"));
        Assert.Contains("timestamp|timestamp with time zone||not null|", await RunAsync(granary, @"\d otel_logs_and_spans"), StringComparison.Ordinal);
        Assert.Contains("metric_name|text||not null||extended|", await RunAsync(granary, @"\d+ otel_metrics"), StringComparison.Ordinal);
        Assert.Equal("public|otel_logs_and_spans|table|||\npublic|otel_metrics|table|||\n", await RunAsync(granary, @"\dp"));
        Assert.Equal("", await RunAsync(granary, @"\dT"));
        Assert.Contains("You are connected to database \"postgres\" as user \"postgres\"", await RunAsync(granary, @"\conninfo"), StringComparison.Ordinal);
        Assert.StartsWith("Timing is on.\n1\nTime: ", await RunAsync(granary, "\\timing on\nselect 1;"), StringComparison.Ordinal);
        Assert.Equal("COPY 2\n", await RunAsync(granary, $@"\copy (select id, project_id from otel_logs_and_spans order by id) to '{file}' csv header"));
        Assert.Equal("id,project_id\na,shop\nb,it's\n", await File.ReadAllTextAsync(file));
        await File.WriteAllTextAsync(file, "c,2025-01-02,shop\n");
        Assert.Equal("COPY 1\n3\n", await RunAsync(granary, $"\\copy otel_logs_and_spans (id, timestamp, project_id) from '{file}' csv\nselect count(*) from otel_logs_and_spans;"));
        Assert.Equal("Did not find any relations.\nDid not find any relations.\n", (await ErrorsAsync(granary, "\\dv\n\\di")).Replace("psql:<stdin>:1: error: ", "", StringComparison.Ordinal).Replace("psql:<stdin>:2: error: ", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Promise7_a_session_of_a_project_sees_no_other_project()
    {
        await using var granary = await GranaryProcess.StartAsync(_data.Path);
        await ProgramRun.PsqlAsync(granary, "insert into otel_logs_and_spans (id, timestamp, project_id) values ('a', '2025-01-01', 'shop'), ('b', '2025-01-01', 'bank')");
        var run = await ProgramRun.RunAsync("psql", ["-XAt", "-c", "select datname from pg_database order by 1", "-c", "select count(*) from otel_logs_and_spans", $"postgresql://postgres:postgres@127.0.0.1:{granary.PostgresPort}/shop"]);
        Assert.Equal("postgres\nshop\n1\n", run.StandardOutput);
    }

    private static async Task<string> RunAsync(GranaryProcess granary, string script)
    {
        var run = await ProgramRun.RunAsync("psql", ["-XAt", granary.ConnectionUri], script + "\n");
        Assert.Equal("", run.StandardError);
        return run.StandardOutput;
    }

    private static async Task<string> ErrorsAsync(GranaryProcess granary, string script) =>
        (await ProgramRun.RunAsync("psql", ["-XAt", "-f", "-", granary.ConnectionUri], script + "\n")).StandardError;
}
