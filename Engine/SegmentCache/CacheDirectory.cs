using System.Security.Cryptography;
using System.Text;
using Granary.Engine.ObjectStores;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Engine.SegmentCache;

/// <summary>The files of the cache. A file under its final name is whole; an arriving one has another name.</summary>
internal sealed class CacheDirectory : IDisposable
{
    private const string Extension = ".parquet";
    private const string ArrivingExtension = ".arriving";

    private readonly FileStream _lock;
    private long _copies;

    public CacheDirectory(string path)
    {
        Path = System.IO.Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(Path);
            _lock = new FileStream(
                System.IO.Path.Combine(Path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new GranaryException(
                ErrorKind.Unavailable, $"The segment cache \"{Path}\" can't be used: {exception.Message}", exception)
            {
                Hint = "Another process may be using it; give each its own directory.",
            };
        }
    }

    public string Path { get; }

    /// <summary>A name that no two objects of any two stores share.</summary>
    public static string NameOf(IObjectStore store, string key) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{store.Location}\n{key}")));

    /// <summary>
    /// A file for one copy of a segment: another one each time, since a removed copy may still be read, or be arriving, while
    /// the segment is fetched anew.
    /// </summary>
    public string NewFileName(string name) => $"{name}-{Interlocked.Increment(ref _copies)}{Extension}";

    public string PathOf(string fileName) => System.IO.Path.Combine(Path, fileName);

    /// <summary>Removes what a dead process left half-fetched; gives the whole files, least recently used first.</summary>
    public List<(string Name, FileInfo File)> Recover()
    {
        foreach (var torn in Directory.EnumerateFiles(Path, "*" + ArrivingExtension)) File.Delete(torn);
        var whole = new Dictionary<string, FileInfo>(StringComparer.Ordinal);
        foreach (var file in new DirectoryInfo(Path).EnumerateFiles("*" + Extension))
        {
            var parts = System.IO.Path.GetFileNameWithoutExtension(file.Name).Split('-');
            // a second copy of a segment was being read when the process died
            if (parts.Length != 2 || !long.TryParse(parts[1], out var copy) || !whole.TryAdd(parts[0], file)) file.Delete();
            else _copies = Math.Max(_copies, copy);
        }
        return [.. whole.OrderBy(pair => pair.Value.LastAccessTimeUtc).Select(pair => (pair.Key, pair.Value))];
    }

    public bool IsWhole(string fileName, long sizeInBytes) =>
        new FileInfo(PathOf(fileName)) is { Exists: true } file && file.Length == sizeInBytes;

    /// <summary>Fetches an object; its name appears when all of it is there.</summary>
    public async Task FetchAsync(
        IObjectStore store, string key, string fileName, long sizeInBytes, CancellationToken cancellationToken)
    {
        var arriving = PathOf(fileName + ArrivingExtension);
        var length = await store.DownloadAsync(key, arriving, cancellationToken);
        if (length != sizeInBytes)
        {
            File.Delete(arriving);
            throw new GranaryException(
                ErrorKind.Corrupt, SqlState.DataCorrupted,
                $"Segment \"{key}\" in {store.Location} has {length} bytes; the Delta log says {sizeInBytes}.");
        }
        File.Move(arriving, PathOf(fileName));
    }

    /// <summary>Takes a file of this machine over: by a second name if one device holds both, else as a copy.</summary>
    public void Adopt(string sourcePath, string fileName)
    {
        var arriving = PathOf(fileName + ArrivingExtension);
        if (!PosixFiles.TryShare(sourcePath, arriving)) File.Copy(sourcePath, arriving);
        File.Move(arriving, PathOf(fileName));
    }

    public void Delete(string fileName) => File.Delete(PathOf(fileName));

    public void Dispose() => _lock.Dispose();
}
