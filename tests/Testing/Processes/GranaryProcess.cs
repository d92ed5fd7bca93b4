using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Granary.Testing.Processes;

/// <summary>
/// The built program as a real process with its own data directory. Start it, await its ready line (no polling), talk to its
/// ports, end it with SIGTERM or kill -9, start it again on the same directory. Disposing kills what still runs.
/// </summary>
public sealed partial class GranaryProcess : IAsyncDisposable
{
    // Variables that would change the program under test when the shell that runs the tests has them set.
    private static readonly string[] OwnPrefixes = ["AWS_", "GRANARY_", "TIMEFUSION_", "OTEL_", "BATCH_", "QUERY_CACHE_", "ASPNETCORE_", "PG"];
    private static readonly string[] OwnNames = ["PORT", "MAX_BATCH_SIZE", "ENABLE_BATCH_QUEUE", "MAX_PG_CONNECTIONS", "ENABLE_QUERY_CACHE", "DATABASE_URL"];

    private readonly Process _process;
    private readonly ProcessOutput _output = new();
    private readonly ProcessOutput _errors = new();

    private GranaryProcess(GranaryProcessOptions options, Process process)
    {
        Options = options;
        _process = process;
        process.OutputDataReceived += (_, line) => _output.Add(line.Data);
        process.ErrorDataReceived += (_, line) => _errors.Add(line.Data);
    }

    /// <summary>What it was started with; start again with the same to restart.</summary>
    public GranaryProcessOptions Options { get; }

    /// <summary>The process id.</summary>
    public int Id => _process.Id;

    /// <summary>Everything written to standard output so far.</summary>
    public string StandardOutput => _output.Text;

    /// <summary>Everything written to standard error so far.</summary>
    public string StandardError => _errors.Text;

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>The pgwire port; known once it listens.</summary>
    public int PostgresPort { get; private set; }

    /// <summary>The HTTP port; known once it listens.</summary>
    public int HttpPort { get; private set; }

    /// <summary>Where HTTP is served.</summary>
    public Uri HttpAddress => new($"http://127.0.0.1:{HttpPort}/");

    /// <summary>For Npgsql, with the default user; add `;Database=…` or pooling settings as needed.</summary>
    public string ConnectionString => $"Host=127.0.0.1;Port={PostgresPort};Username=postgres;Password=postgres;Database=postgres";

    /// <summary>For psql and psycopg2.</summary>
    public string ConnectionUri => $"postgresql://postgres:postgres@127.0.0.1:{PostgresPort}/postgres";

    /// <summary>Starts the program without waiting for anything.</summary>
    public static GranaryProcess Launch(GranaryProcessOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        string[] command = [.. options.Wrapper, "dotnet", options.Program];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var name in start.Environment.Keys.Where(IsOwn).ToList()) start.Environment.Remove(name);
        start.Environment["GRANARY_DATA_DIR"] = options.DataDirectory;
        start.Environment["PGWIRE_PORT"] = options.PostgresPort.ToString(CultureInfo.InvariantCulture);
        start.Environment["PORT"] = options.HttpPort.ToString(CultureInfo.InvariantCulture);
        foreach (var (name, value) in options.Environment) start.Environment[name] = value;

        var granary = new GranaryProcess(options, new Process { StartInfo = start });
        granary._process.Start();
        granary._process.BeginOutputReadLine();
        granary._process.BeginErrorReadLine();
        return granary;
    }

    /// <summary>Starts the program and waits until it is ready to serve statements.</summary>
    public static async Task<GranaryProcess> StartAsync(GranaryProcessOptions options)
    {
        var granary = Launch(options);
        try
        {
            await granary.WaitUntilReadyAsync();
            return granary;
        }
        catch
        {
            await granary.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the program with defaults on a data directory and waits until it is ready.</summary>
    public static Task<GranaryProcess> StartAsync(string dataDirectory) =>
        StartAsync(new GranaryProcessOptions { DataDirectory = dataDirectory });

    /// <summary>Waits until the ports are open (it may still replay) and learns them.</summary>
    public async Task WaitUntilListeningAsync()
    {
        var match = Ports().Match(await LineAsync(Ports().IsMatch, "listened"));
        if (match.Groups["postgres"] is { Success: true } postgres) PostgresPort = int.Parse(postgres.Value, CultureInfo.InvariantCulture);
        HttpPort = int.Parse(match.Groups["http"].Value, CultureInfo.InvariantCulture);
    }

    /// <summary>Waits for the start-up line that says how to connect: statements are served from then on.</summary>
    public async Task WaitUntilReadyAsync()
    {
        await WaitUntilListeningAsync();
        await LineAsync(line => line.StartsWith("Granary is ready", StringComparison.Ordinal), "became ready");
    }

    /// <summary>The first line of standard output, past or future, that holds the text.</summary>
    public Task<string> OutputLineAsync(string text) => LineAsync(line => line.Contains(text, StringComparison.Ordinal), $"wrote '{text}'");

    /// <summary>Sends a signal of <see cref="Signals"/>.</summary>
    public void Signal(int signal) => Signals.Send(Id, signal);

    /// <summary>Sends SIGTERM and returns the exit code.</summary>
    public async Task<int> TerminateAsync()
    {
        Signal(Signals.Terminate);
        return await WaitForExitAsync();
    }

    /// <summary>kill -9, and waits until the process is gone and its ports and locks are free.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await WaitForExitAsync();
    }

    /// <summary>Waits for the end and returns the exit code; all output is there then.</summary>
    public async Task<int> WaitForExitAsync()
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(Options.Timeout);
        }
        catch (TimeoutException)
        {
            throw Failure($"The program did not exit within {Options.Timeout}.");
        }
        return _process.ExitCode;
    }

    /// <summary>Starts it again on the same directory, on free ports, and waits until it is ready. This one must have ended.</summary>
    public Task<GranaryProcess> RestartAsync() => StartAsync(Options);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<string> LineAsync(Predicate<string> wanted, string what)
    {
        try
        {
            return await _output.LineAsync(wanted).WaitAsync(Options.Timeout)
                ?? throw Failure($"The program ended before it {what}.");
        }
        catch (TimeoutException)
        {
            throw Failure($"Not within {Options.Timeout}: the program {what}.");
        }
    }

    private InvalidOperationException Failure(string message) =>
        new($"{message}\n--- standard output\n{StandardOutput}\n--- standard error\n{StandardError}");

    private static bool IsOwn(string name) =>
        OwnNames.Contains(name) || OwnPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    // a silo of a cluster has no port for clients
    [GeneratedRegex(@"listens on (.*:(?<postgres>\d+) \(PostgreSQL\) and )?.*:(?<http>\d+) \(HTTP\)")]
    private static partial Regex Ports();
}
