using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Granary.Testing.Postgres;

/// <summary>A real PostgreSQL of its own on a free port, with an empty database, trusting everybody; gone with the test.</summary>
public sealed class PostgresServer : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly string[] _arguments;
    private Process _server;

    /// <summary>Creates the database and waits until it takes connections.</summary>
    /// <param name="settings">Settings for its command line, as `name=value`.</param>
    public PostgresServer(params ReadOnlySpan<string> settings)
    {
        var data = _directory["data"];
        if (Environment.IsPrivilegedProcess) Run("chown", "postgres", _directory.Path);
        using (var initdb = Start(Program("initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"))
        {
            var output = initdb.StandardError.ReadToEnd();
            initdb.WaitForExit();
            if (initdb.ExitCode != 0) throw new InvalidOperationException($"initdb failed: {output}");
        }

        Port = FreePort();
        List<string> arguments = ["-D", data, "-p", Port.ToString(), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "fsync=off", "-c", "timezone=UTC"];
        foreach (var setting in settings) arguments.AddRange(["-c", setting]);
        _arguments = [.. arguments];
        _server = Start(Program("postgres"), _arguments);
        AwaitReady();
    }

    /// <summary>Where it listens on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>For Npgsql.</summary>
    public string ConnectionString => $"Host=127.0.0.1;Port={Port};Username=postgres;Database=postgres;Pooling=false";

    /// <summary>Kills all its processes with -9, as the loss of its machine would; what the disk has stays.</summary>
    public void Crash()
    {
        var postmaster = Postmaster;
        // while one of them lives, the memory that they share keeps the next start from happening
        Run("sh", "-c", $"kill -9 {postmaster} $(pgrep -P {postmaster})");
        _server.WaitForExit();
    }

    /// <summary>Ends it in order; sessions are told 57P01.</summary>
    public void ShutDown()
    {
        Run("kill", "-INT", Postmaster);
        _server.WaitForExit();
    }

    /// <summary>Ends the server at once, as a crash does: its connections break.</summary>
    public void Stop()
    {
        // runuser passes the signal on; an immediate shutdown needs no clean state
        if (!_server.HasExited) Run("kill", "-QUIT", Postmaster);
        _server.WaitForExit();
    }

    /// <summary>Starts it again after its end, on the same port with the same data.</summary>
    public void Restart()
    {
        _server.Dispose();
        _server = Start(Program("postgres"), _arguments);
        AwaitReady();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop();
        _server.Dispose();
        _directory.Dispose();
    }

    private string Postmaster => File.ReadLines(_directory["data/postmaster.pid"]).First();

    private void AwaitReady()
    {
        var seen = new List<string>();
        while (_server.StandardError.ReadLine() is { } line)
        {
            seen.Add(line);
            if (!line.Contains("ready to accept connections", StringComparison.Ordinal)) continue;
            _ = _server.StandardError.BaseStream.CopyToAsync(Stream.Null); // or the pipe fills
            return;
        }

        throw new InvalidOperationException($"PostgreSQL did not start: {string.Join('\n', seen)}");
    }

    // PostgreSQL refuses to run as root
    private static Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = "/" };
        string[] all = Environment.IsPrivilegedProcess ? ["runuser", "-u", "postgres", "--", program, .. arguments] : [program, .. arguments];
        start.FileName = all[0];
        foreach (var argument in all[1..]) start.ArgumentList.Add(argument);
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }

    private static string Program(string name)
    {
        var directory = Directory.Exists("/usr/lib/postgresql/15/bin") ? "/usr/lib/postgresql/15/bin"
            : throw new InvalidOperationException("these tests need PostgreSQL 15 in /usr/lib/postgresql/15 (apt install postgresql-15)");
        return Path.Combine(directory, name);
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
