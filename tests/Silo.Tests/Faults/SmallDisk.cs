using Granary.Testing;
using Granary.Testing.Processes;

namespace Granary.Silo.Tests.Faults;

/// <summary>A file system of its own with a fixed size, in memory; only root may mount one.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly TemporaryDirectory _parent = new();

    private SmallDisk()
    {
    }

    public string Path => _parent["disk"];

    public static async Task<SmallDisk> MountAsync(int megabytes)
    {
        var disk = new SmallDisk();
        Directory.CreateDirectory(disk.Path);
        await RunAsync("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", disk.Path);
        return disk;
    }

    /// <summary>Makes room, as a person would who deletes something else.</summary>
    public Task ResizeAsync(int megabytes) => RunAsync("mount", "-o", $"remount,size={megabytes}m", Path);

    public async ValueTask DisposeAsync()
    {
        await RunAsync("umount", Path);
        _parent.Dispose();
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        var run = await ProgramRun.RunAsync(program, arguments);
        if (run.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {run.StandardError}");
    }
}
