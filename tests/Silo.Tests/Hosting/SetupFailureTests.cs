using System.Net;
using System.Net.Sockets;
using Granary.Testing;
using Granary.Testing.Processes;

namespace Granary.Silo.Tests.Hosting;

/// <summary>What a person who can't start the program is told: one sentence, an exit code, no stack trace.</summary>
public sealed class SetupFailureTests : IDisposable
{
    private readonly TemporaryDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData(true, "set PGWIRE_PORT to a free one")]
    [InlineData(false, "set PORT to a free one")]
    public async Task A_taken_port_is_named(bool isPostgres, string advice)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var options = new GranaryProcessOptions { DataDirectory = _data.Path, PostgresPort = isPostgres ? port : 0, HttpPort = isPostgres ? 0 : port };
        await AssertRefusedAsync(options, $"Port {port} on 127.0.0.1 is taken", advice);
    }

    [Fact]
    public async Task A_directory_that_cannot_be_written_is_named()
    {
        await File.WriteAllTextAsync(_data["file"], "in the way");
        await AssertRefusedAsync(new GranaryProcessOptions { DataDirectory = _data["file/data"] }, "GRANARY_DATA_DIR", _data["file/data"]);
    }

    [Fact]
    public async Task The_default_directory_lies_where_the_user_stands_also_with_dotnet_run()
    {
        await File.WriteAllTextAsync(_data["data"], "in the way, so that the program says where it looked and ends");
        var configuration = Path.GetFileName(Path.GetDirectoryName(Repository.SiloProgram)!);
        var run = await ProgramRun.RunAsync("env",
            ["-u", "GRANARY_DATA_DIR", "-C", _data.Path, "dotnet", "run", "--no-build", "-c", configuration, "--project", Path.Combine(Repository.Root, "Silo")]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"The data directory {_data["data"]} (GRANARY_DATA_DIR) can't be written to", run.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_process_on_the_directory_is_refused_and_the_first_goes_on()
    {
        await using var first = await GranaryProcess.StartAsync(_data.Path);
        await AssertRefusedAsync(new GranaryProcessOptions { DataDirectory = _data.Path }, "another process");
        Assert.Equal(0, (await ProgramRun.PsqlAsync(first, "select 1")).ExitCode);
    }

    [Fact]
    public async Task A_missing_native_library_is_named()
    {
        var program = Directory.CreateDirectory(_data["program"]).FullName;
        var built = Path.GetDirectoryName(Repository.SiloProgram)!;
        foreach (var file in Directory.GetFiles(built).Where(file => !Path.GetFileName(file).StartsWith("libduckdb", StringComparison.Ordinal)))
        {
            File.Copy(file, Path.Combine(program, Path.GetFileName(file)));
        }
        await AssertRefusedAsync(
            new GranaryProcessOptions { DataDirectory = _data["data"], Program = Path.Combine(program, "Granary.Silo.dll") },
            "DuckDB's native library could not be loaded");
    }

    [Theory]
    [InlineData("BATCH_INTERVAL_MS", "soon", "BATCH_INTERVAL_MS must be")]
    [InlineData("GRANARY_PASWORD", "x", "did you mean GRANARY_PASSWORD?")]
    [InlineData("AWS_S3_BUCKET", "no bucket!", "AWS_S3_BUCKET")]
    [InlineData("TIMEFUSION_TABLE_PREFIX", "../up", "TIMEFUSION_TABLE_PREFIX")]
    [InlineData("GRANARY_TLS_CERT", "/no/such.pem", "GRANARY_TLS_CERT")]
    public async Task A_bad_variable_is_named(string name, string value, string expected) => await AssertRefusedAsync(
        new GranaryProcessOptions { DataDirectory = _data.Path, Environment = new Dictionary<string, string> { [name] = value } }, expected);

    [Fact]
    public async Task A_bucket_that_refuses_the_keys_is_named()
    {
        using var refusing = new HttpListener();
        var port = FreePort();
        refusing.Prefixes.Add($"http://127.0.0.1:{port}/");
        refusing.Start();
        var serving = RefuseAllAsync(refusing);
        await AssertRefusedAsync(
            new GranaryProcessOptions
            {
                DataDirectory = _data.Path,
                Environment = new Dictionary<string, string>
                {
                    ["AWS_S3_BUCKET"] = "bucket",
                    ["AWS_S3_ENDPOINT"] = $"http://127.0.0.1:{port}",
                    ["AWS_ACCESS_KEY_ID"] = "id",
                    ["AWS_SECRET_ACCESS_KEY"] = "secret",
                },
            },
            "bucket");
        refusing.Stop();
        await serving;
    }

    private static async Task RefuseAllAsync(HttpListener listener)
    {
        const string Body = "<Error><Code>InvalidAccessKeyId</Code><Message>no such key</Message></Error>";
        try
        {
            while (true)
            {
                var context = await listener.GetContextAsync();
                context.Response.StatusCode = 403;
                context.Response.ContentType = "application/xml";
                await context.Response.OutputStream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(Body));
                context.Response.Close();
            }
        }
        catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
        {
            // Stopped by the test.
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static async Task AssertRefusedAsync(GranaryProcessOptions options, params string[] expected)
    {
        await using var granary = GranaryProcess.Launch(options);
        var exitCode = await granary.WaitForExitAsync();
        Assert.True(exitCode != 0, $"It started:\n{granary.StandardOutput}");
        Assert.StartsWith("granary: ", granary.StandardError, StringComparison.Ordinal);
        foreach (var text in expected) Assert.Contains(text, granary.StandardError, StringComparison.Ordinal);
        Assert.Single(granary.StandardError.TrimEnd('\n').Split('\n'));
        Assert.DoesNotContain("   at ", granary.StandardOutput, StringComparison.Ordinal);
    }
}
