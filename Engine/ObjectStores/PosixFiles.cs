using System.Runtime.InteropServices;

namespace Granary.Engine.ObjectStores;

/// <summary>
/// The calls of POSIX that .NET lacks and that durable, atomic names need: link, rename without a check beforehand, and
/// the sync of a directory.
/// </summary>
internal static partial class PosixFiles
{
    private const int NoSuchEntry = 2;
    private const int Exists = 17;
    private const int CrossDevice = 18;
    private const int NoSpace = 28;
    private const int NotPermitted = 1;
    private const int QuotaExceeded = 122;

    /// <summary>Gives a file a second name. False when the new name is taken: this is the atomic create-if-absent.</summary>
    public static bool TryLink(string existingPath, string newPath)
    {
        if (link(existingPath, newPath) == 0) return true;
        var error = Marshal.GetLastPInvokeError();
        return error == Exists ? false : throw Failure("link", newPath, error);
    }

    /// <summary>Links, or says false when these two directories can't share a file (other device, no links there).</summary>
    public static bool TryShare(string existingPath, string newPath)
    {
        if (link(existingPath, newPath) == 0) return true;
        var error = Marshal.GetLastPInvokeError();
        return error is CrossDevice or NotPermitted ? false : throw Failure("link", newPath, error);
    }

    /// <summary>Gives a file a new name in one step, replacing what had it.</summary>
    public static void Rename(string oldPath, string newPath)
    {
        if (rename(oldPath, newPath) != 0) throw Failure("rename", newPath, Marshal.GetLastPInvokeError());
    }

    /// <summary>Makes the names in a directory durable.</summary>
    public static void SyncDirectory(string path)
    {
        using var handle = new OpenDirectory(path);
        if (fsync(handle.Descriptor) != 0) throw Failure("fsync", path, Marshal.GetLastPInvokeError());
    }

    /// <summary>Whether an I/O error says that the disk or the quota is full.</summary>
    public static bool IsDiskFull(IOException exception) => (exception.HResult & 0xFFFF) is NoSpace or QuotaExceeded;

    private static IOException Failure(string call, string path, int error)
    {
        var message = $"{call} of \"{path}\" failed: {Marshal.GetPInvokeErrorMessage(error)}.";
        return error == NoSuchEntry ? new FileNotFoundException(message) : new IOException(message, error);
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int link(string existingPath, string newPath);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int rename(string oldPath, string newPath);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fsync(int descriptor);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int close(int descriptor);

    private readonly ref struct OpenDirectory
    {
        public OpenDirectory(string path)
        {
            Descriptor = open(path, flags: 0);
            if (Descriptor < 0) throw Failure("open", path, Marshal.GetLastPInvokeError());
        }

        public int Descriptor { get; }

        public void Dispose() => _ = close(Descriptor);
    }
}
