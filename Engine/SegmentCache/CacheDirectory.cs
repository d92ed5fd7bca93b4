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
    private long _arrivals;

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
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{store.Location}\n{key}"))) + Extension;

    public string PathOf(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Removes what a dead process left half-fetched; gives the whole files, least recently used first.</summary>
    public List<FileInfo> Recover()
    {
        foreach (var torn in Directory.EnumerateFiles(Path, "*" + ArrivingExtension)) File.Delete(torn);
        return [.. new DirectoryInfo(Path).EnumerateFiles("*" + Extension).OrderBy(file => file.LastAccessTimeUtc)];
    }

    public bool IsWhole(string name, long sizeInBytes) =>
        new FileInfo(PathOf(name)) is { Exists: true } file && file.Length == sizeInBytes;

    /// <summary>Fetches an object; its name appears when all of it is there.</summary>
    public async Task FetchAsync(
        IObjectStore store, string key, string name, long sizeInBytes, CancellationToken cancellationToken)
    {
        var arriving = NewArrivingPath(name);
        var length = await store.DownloadAsync(key, arriving, cancellationToken);
        if (length != sizeInBytes)
        {
            File.Delete(arriving);
            throw new GranaryException(
                ErrorKind.Corrupt, SqlState.DataCorrupted,
                $"Segment \"{key}\" in {store.Location} has {length} bytes; the Delta log says {sizeInBytes}.");
        }
        File.Move(arriving, PathOf(name), overwrite: true);
    }

    /// <summary>Takes a file of this machine over: by a second name if one device holds both, else as a copy.</summary>
    public void Adopt(string sourcePath, string name)
    {
        var arriving = NewArrivingPath(name);
        if (!PosixFiles.TryShare(sourcePath, arriving)) File.Copy(sourcePath, arriving);
        File.Move(arriving, PathOf(name), overwrite: true);
    }

    public void Delete(string name) => File.Delete(PathOf(name));

    public void Dispose() => _lock.Dispose();

    /// <summary>Another one each time: a removed segment may still be arriving while it is fetched anew.</summary>
    private string NewArrivingPath(string name) => PathOf($"{name}.{Interlocked.Increment(ref _arrivals)}{ArrivingExtension}");
}
