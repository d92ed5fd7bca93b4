using System.Globalization;
using Granary.Engine.ObjectStores;
using Microsoft.Win32.SafeHandles;

namespace Granary.Engine.WriteAheadLog.Files;

/// <summary>
/// The names in a log directory: `wal-N` are files of the log, `spare-N` are freed files that await another number, `new` is
/// one being made. A file gets its `wal-N` name only when its header is on disk, so each such file has a valid header.
/// </summary>
internal sealed class WalDirectory(string path, WalDisk disk, WalOptions options)
{
    private const string FilePrefix = "wal-";
    private const string SparePrefix = "spare-";
    private const string BeingMade = "new";

    public string PathOf(long number) => Named(FilePrefix, number);

    /// <summary>The log's files in order.</summary>
    public IReadOnlyList<long> Files() => Numbers(FilePrefix);

    /// <summary>The highest number that any file here has had: bytes with a number up to it may lie in spare files.</summary>
    public long HighestNumber() => Files().Concat(Numbers(SparePrefix)).DefaultIfEmpty(0).Max();

    public SafeFileHandle OpenForRead(long number) => File.OpenHandle(PathOf(number), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    public static SafeFileHandle OpenForWrite(string path, FileMode mode) => File.OpenHandle(path, mode, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>Makes the next file of the log, from a spare one if there is one. Fails with nothing changed when the disk is full.</summary>
    public WalFile Create(long number, long capacity)
    {
        var target = Path.Combine(path, BeingMade);
        var handle = capacity == options.FileBytes && Numbers(SparePrefix) is [var spare, ..]
            ? Reuse(spare, target)
            : Allocate(target, capacity);
        try
        {
            disk.Write(handle, [WalFile.Header(number)], 0);
            disk.Sync(handle);
            PosixFiles.Rename(target, PathOf(number));
            disk.SyncDirectory(path);
            return new WalFile(number, handle, capacity);
        }
        catch
        {
            handle.Dispose();
            File.Delete(target);
            throw;
        }
    }

    /// <summary>Takes a file that nobody needs out of the log: kept for re-use, or deleted.</summary>
    public void Free(long number)
    {
        var file = PathOf(number);
        var isReusable = new FileInfo(file).Length == options.FileBytes && Numbers(SparePrefix).Count < options.MaxSpareFiles;
        if (isReusable) PosixFiles.Rename(file, Named(SparePrefix, number));
        else File.Delete(file);
    }

    /// <summary>Removes what a crash left half made, and spare files of another size.</summary>
    public void Tidy()
    {
        File.Delete(Path.Combine(path, BeingMade));
        foreach (var number in Numbers(SparePrefix))
        {
            var file = new FileInfo(Named(SparePrefix, number));
            if (file.Length != options.FileBytes) file.Delete();
        }
    }

    private SafeFileHandle Reuse(long spare, string target)
    {
        PosixFiles.Rename(Named(SparePrefix, spare), target);
        return OpenForWrite(target, FileMode.Open);
    }

    private SafeFileHandle Allocate(string target, long capacity)
    {
        var handle = OpenForWrite(target, FileMode.Create);
        try
        {
            disk.Allocate(handle, capacity);
            return handle;
        }
        catch
        {
            handle.Dispose();
            File.Delete(target);
            throw;
        }
    }

    private string Named(string prefix, long number) => Path.Combine(path, prefix + number.ToString("D16", CultureInfo.InvariantCulture));

    private List<long> Numbers(string prefix) =>
        [.. Directory.EnumerateFiles(path, prefix + "*")
            .Select(file => Path.GetFileName(file)[prefix.Length..])
            .Where(digits => digits.Length == 16 && digits.All(char.IsAsciiDigit))
            .Select(digits => long.Parse(digits, CultureInfo.InvariantCulture))
            .Order()];
}
