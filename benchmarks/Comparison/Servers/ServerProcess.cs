using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Granary.Comparison.Servers;

/// <summary>A server that is no program of ours: started for the comparison, ended by its pid, its directory removed.</summary>
internal abstract class ServerProcess : IDisposable
{
    private Process? _process;

    protected ServerProcess(string name)
    {
        Directory = System.IO.Directory.CreateTempSubdirectory($"granary-compare-{name}-").FullName;
        Port = FreePort();
    }

    public string Directory { get; }

    public int Port { get; }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Runs a command to its end; its error output is the exception's text when it fails.</summary>
    public static void Run(string file, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{file} failed: {error}{output.Result}");
    }

    public virtual void Dispose()
    {
        if (_process is { HasExited: false })
        {
            Run("kill", "-TERM", _process.Id.ToString());
            if (!_process.WaitForExit(20_000)) _process.Kill();
        }

        _process?.Dispose();
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    protected void Start(ProcessStartInfo start)
    {
        start.RedirectStandardError = start.RedirectStandardOutput = true;
        _process = Process.Start(start)!;
        var log = new StreamWriter(Path.Combine(Path.GetTempPath(), $"{Path.GetFileName(Directory)}.log")) { AutoFlush = true };
        _process.OutputDataReceived += (_, line) => Log(log, line.Data);
        _process.ErrorDataReceived += (_, line) => Log(log, line.Data);
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        AwaitAnswer();
    }

    protected abstract Wire.WireConnection Connect();

    private static void Log(StreamWriter log, string? line)
    {
        lock (log) log.WriteLine(line);
    }

    private void AwaitAnswer()
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                using var connection = Connect();
                connection.Query("SELECT 1").Checked();
                return;
            }
            catch (Exception e) when (e is SocketException or IOException or InvalidOperationException)
            {
                if (attempt > 600 || _process!.HasExited) throw new InvalidOperationException($"{GetType().Name} doesn't answer: {e.Message}", e);
                Thread.Sleep(50);
            }
        }
    }
}
