using System.Globalization;
using Granary.Grains.Interfaces.Errors;
using Microsoft.Win32.SafeHandles;

namespace Granary.Engine.WriteAheadLog.Files;

/// <summary>
/// Keeps a log directory for one process for its whole life: two processes on one log would fork it, and acknowledged rows
/// would be lost in silence. The system drops the lock with the process, however that ends.
/// </summary>
internal sealed class WalDirectoryLock : IDisposable
{
    private readonly SafeFileHandle _file;

    private WalDirectoryLock(SafeFileHandle file) => _file = file;

    public static WalDirectoryLock Take(string directory)
    {
        // the holder's number lies beside: .NET opens no file on which another process has an exclusive lock
        var holder = Path.Combine(directory, "lock.pid");
        if (TryOpen(Path.Combine(directory, "lock")) is not { } file)
        {
            throw new GranaryException(ErrorKind.Unavailable, SqlState.ObjectNotInPrerequisiteState,
                $"the write-ahead log in \"{directory}\" is in use by another Granary process{ReadHolder(holder)}")
            { Hint = "Stop that process first, or give this one a data directory of its own." };
        }

        File.WriteAllText(holder, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        return new WalDirectoryLock(file);
    }

    public void Dispose() => _file.Dispose();

    private static SafeFileHandle? TryOpen(string path)
    {
        SafeFileHandle file;
        try
        {
            file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        }
        catch (IOException exception) when ((exception.HResult & 0xFFFF) == WalDisk.WouldBlock)
        {
            return null;
        }

        if (WalDisk.TryLock(file)) return file;
        file.Dispose();
        return null;
    }

    private static string ReadHolder(string path) =>
        File.Exists(path) && int.TryParse(File.ReadAllText(path), CultureInfo.InvariantCulture, out var pid) ? $" (pid {pid})" : "";
}
