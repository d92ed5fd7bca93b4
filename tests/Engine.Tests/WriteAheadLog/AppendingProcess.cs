using System.Diagnostics;
using System.Globalization;
using Granary.Engine.WriteAheadLog;
using Granary.Engine.WriteAheadLog.Files;

namespace Granary.Engine.Tests.WriteAheadLog;

/// <summary>
/// A real process that appends to a log until it is killed, and writes a line for each record that the log has acknowledged.
/// It is this assembly run as a program: see <c>Program.cs</c>.
/// </summary>
internal sealed class AppendingProcess : IDisposable
{
    public const string Command = "append";
    private const int Writers = 4;
    private readonly Process _process;

    private AppendingProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public static AppendingProcess Start(string directory)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(AppendingProcess).Assembly.Location, Command, directory])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        return new AppendingProcess(Process.Start(start)!);
    }

    public static string GrainOf(int writer) => $"p/{writer}";

    /// <summary>The next record acknowledged; null when the process has ended.</summary>
    public async Task<(string Grain, long Sequence)?> NextAsync()
    {
        // a line without its end was not finished when the process died
        if (await _process.StandardOutput.ReadLineAsync() is not { } line || !line.EndsWith('.')) return null;
        var parts = line.TrimEnd('.').Split(' ');
        return (parts[0], long.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    public void Kill() => _process.Kill();

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    /// <summary>The process's own part.</summary>
    public static async Task AppendForEverAsync(string directory)
    {
        await using var log = FileWriteAheadLog.Open(new WalOptions { Directory = directory, FileBytes = 1 << 18 }, TimeProvider.System);
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => AppendForEverAsync(log, GrainOf(writer)))));
    }

    private static async Task AppendForEverAsync(FileWriteAheadLog log, string grain)
    {
        if (await log.AcquireAsync(grain, epoch: 3, CancellationToken.None) is not WalAcquireResult.Acquired owner) return;
        for (var sequence = owner.LastSequence + 1; ; sequence++)
        {
            if (await log.AppendAsync(WriteAheadLogConformance.Entry(grain, sequence, rows: 1 + (int)(sequence % 50))) is not WalAppendResult.Appended) return;
            await Console.Out.WriteLineAsync($"{grain} {sequence}.");
        }
    }
}
