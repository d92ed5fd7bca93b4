using System.Runtime.InteropServices;
using Granary.Engine.ObjectStores;
using Microsoft.Win32.SafeHandles;

namespace Granary.Engine.WriteAheadLog.Files;

/// <summary>The log's calls to the disk; tests put failures in their place.</summary>
internal partial class WalDisk
{
    /// <summary>The error of a lock that another process has (EWOULDBLOCK on Linux).</summary>
    public const int WouldBlock = 11;

    /// <summary>Reserves a file's space, so that later writes within it can't find the disk full.</summary>
    public virtual void Allocate(SafeFileHandle file, long length)
    {
        var error = posix_fallocate(file, 0, length);
        if (error != 0) throw Failure("fallocate", error);
    }

    /// <summary>Writes pieces one behind the other with as few calls as the system allows.</summary>
    public virtual void Write(SafeFileHandle file, IReadOnlyList<ReadOnlyMemory<byte>> pieces, long offset) =>
        RandomAccess.Write(file, pieces, offset);

    /// <summary>Makes a file's data durable.</summary>
    public virtual void Sync(SafeFileHandle file)
    {
        if (fdatasync(file) != 0) throw Failure("fdatasync", Marshal.GetLastPInvokeError());
    }

    /// <summary>Makes the names in a directory durable.</summary>
    public virtual void SyncDirectory(string path) => PosixFiles.SyncDirectory(path);

    /// <summary>Takes the exclusive advisory lock of an open file; false when another process has it.</summary>
    public static bool TryLock(SafeFileHandle file)
    {
        const int Exclusive = 2, DoNotWait = 4;
        if (flock(file, Exclusive | DoNotWait) == 0) return true;
        var error = Marshal.GetLastPInvokeError();
        return error == WouldBlock ? false : throw Failure("flock", error);
    }

    private static IOException Failure(string call, int error) =>
        new($"{call} failed: {Marshal.GetPInvokeErrorMessage(error)}", error);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fdatasync(SafeFileHandle file);

    [LibraryImport("libc")]
    private static partial int posix_fallocate(SafeFileHandle file, long offset, long length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int flock(SafeFileHandle file, int operation);
}
