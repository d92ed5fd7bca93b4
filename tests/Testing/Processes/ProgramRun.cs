using System.Diagnostics;

namespace Granary.Testing.Processes;

/// <summary>A foreign program run to its end, with what it wrote.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="StandardOutput">What it wrote.</param>
/// <param name="StandardError">What it wrote there.</param>
public sealed record ProgramRun(int ExitCode, string StandardOutput, string StandardError)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs psql on a running Granary, each command as a `-c` of its own, without a start-up file.</summary>
    public static Task<ProgramRun> PsqlAsync(GranaryProcess granary, params string[] commands)
    {
        ArgumentNullException.ThrowIfNull(granary);
        return RunAsync("psql", ["-X", .. commands.SelectMany(command => new[] { "-c", command }), granary.ConnectionUri]);
    }

    /// <summary>Runs a program; kills it when it takes too long.</summary>
    public static async Task<ProgramRun> RunAsync(string program, IReadOnlyList<string> arguments, string? input = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (input is not null) await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        try
        {
            await process.WaitForExitAsync().WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            process.Kill();
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end within {Patience}.");
        }
        return new ProgramRun(process.ExitCode, await output, await errors);
    }
}
