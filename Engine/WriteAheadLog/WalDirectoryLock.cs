using System.Globalization;
using System.Text;
using Granary.Grains.Interfaces.Errors;
using Microsoft.Win32.SafeHandles;

namespace Granary.Engine.WriteAheadLog;

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
        var path = Path.Combine(directory, "lock");
        var file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        if (!WalDisk.TryLock(file))
        {
            var holder = ReadHolder(file);
            file.Dispose();
            throw new GranaryException(ErrorKind.Unavailable, SqlState.ObjectNotInPrerequisiteState,
                $"the write-ahead log in \"{directory}\" is in use by another Granary process{holder}")
            { Hint = "Stop that process first, or give this one a data directory of its own." };
        }

        RandomAccess.SetLength(file, 0);
        RandomAccess.Write(file, Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)), 0);
        return new WalDirectoryLock(file);
    }

    public void Dispose() => _file.Dispose();

    private static string ReadHolder(SafeFileHandle file)
    {
        Span<byte> text = stackalloc byte[16];
        var length = RandomAccess.Read(file, text, 0);
        return int.TryParse(Encoding.ASCII.GetString(text[..length]), CultureInfo.InvariantCulture, out var pid) ? $" (pid {pid})" : "";
    }
}
