using System.Runtime.CompilerServices;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Engine.ObjectStores;

/// <summary>
/// Keeps each object as a file under one directory, on POSIX file systems.
/// </summary>
/// <remarks>
/// A write goes to a temporary file, is synced, and then gets its name in one step: by rename(2) when it may replace, by
/// link(2) when it may not (link fails if the name is taken, in one step, also between processes and over NFS). Then the
/// directory is synced. So a crash leaves a whole object or none, and at worst a temporary file, which a later
/// start removes.
/// </remarks>
public sealed class FileSystemObjectStore : IObjectStore
{
    private readonly DurableDirectory _directory;

    /// <summary>Opens the directory, creating it if needed, and removes what crashed writers left.</summary>
    public FileSystemObjectStore(string rootPath, TimeProvider timeProvider)
    {
        ArgumentException.ThrowIfNullOrEmpty(rootPath);
        var fullPath = Path.GetFullPath(rootPath);
        Location = $"directory \"{fullPath}\"";
        _directory = Translate(fullPath, () => DurableDirectory.Open(fullPath, timeProvider));
    }

    /// <inheritdoc/>
    public string Location { get; }

    /// <inheritdoc/>
    public async Task PutAsync(string key, ObjectBody body, CancellationToken cancellationToken)
    {
        var path = PathOf(key);
        await TranslateAsync(path, async () =>
        {
            var temporary = await _directory.WriteTemporaryAsync(body, cancellationToken);
            try
            {
                _directory.Publish(temporary, path);
            }
            finally
            {
                // rename(2) of two names of one file does nothing, so the temporary name may still be there
                File.Delete(temporary);
            }
            return true;
        });
    }

    /// <inheritdoc/>
    public async Task<PutIfAbsentResult> PutIfAbsentAsync(
        string key, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var path = PathOf(key);
        if (File.Exists(path)) return PutIfAbsentResult.AlreadyExists.Instance;
        return await TranslateAsync(path, async () =>
        {
            var temporary = await _directory.WriteTemporaryAsync(ObjectBody.FromMemory(body), cancellationToken);
            try
            {
                return _directory.TryPublishNew(temporary, path);
            }
            finally
            {
                File.Delete(temporary);
            }
        });
    }

    /// <inheritdoc/>
    public async Task<ReadOnlyMemory<byte>?> TryGetAsync(string key, CancellationToken cancellationToken)
    {
        var path = PathOf(key);
        return await TranslateAsync<ReadOnlyMemory<byte>?>(path, async () =>
            File.Exists(path) ? await ReadUnlessGoneAsync(path, cancellationToken) : null);
    }

    /// <inheritdoc/>
    public async Task<ReadOnlyMemory<byte>> GetRangeAsync(
        string key, long offset, int length, CancellationToken cancellationToken)
    {
        var path = PathOf(key);
        return await TranslateAsync<ReadOnlyMemory<byte>>(path, async () =>
        {
            using var handle = OpenExisting(key, path);
            var size = RandomAccess.GetLength(handle);
            if (!ByteRange.IsInside(offset, length, size))
                throw ObjectStoreErrors.BadRange(Location, key, offset, length);
            var bytes = GC.AllocateUninitializedArray<byte>(length);
            await ReadExactlyAsync(handle, bytes, offset, cancellationToken);
            return bytes;
        });
    }

    /// <inheritdoc/>
    public async Task<long> DownloadAsync(string key, string filePath, CancellationToken cancellationToken)
    {
        var path = PathOf(key);
        return await TranslateAsync(path, async () =>
        {
            using var source = OpenExisting(key, path);
            return await NewFile.WriteAsync(filePath, async target =>
            {
                await using var stream = new FileStream(source, FileAccess.Read, bufferSize: 0);
                await stream.CopyToAsync(target, cancellationToken);
            });
        });
    }

    /// <inheritdoc/>
    public Task<ObjectInfo?> TryHeadAsync(string key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var file = new FileInfo(PathOf(key));
        return Task.FromResult(file.Exists ? new ObjectInfo(key, file.Length, file.LastWriteTimeUtc) : (ObjectInfo?)null);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ObjectInfo> ListAsync(
        string prefix, string? startAfter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        foreach (var info in new DirectoryListing(_directory.RootPath, prefix, startAfter).Enumerate())
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return info;
        }
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string key, CancellationToken cancellationToken) => DeleteManyAsync([key], cancellationToken);

    /// <inheritdoc/>
    public async Task DeleteManyAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        var paths = keys.Select(PathOf).ToList();
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        foreach (var directory in paths.GroupBy(path => Path.GetDirectoryName(path)!))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Translate(directory.Key, () =>
            {
                DurableDirectory.Delete(directory.Key, directory);
                return true;
            });
        }
    }

    /// <inheritdoc/>
    public string? TryGetLocalPath(string key) => PathOf(key);

    private string PathOf(string key)
    {
        ObjectKey.Validate(key);
        return _directory.PathOf(key);
    }

    private Microsoft.Win32.SafeHandles.SafeFileHandle OpenExisting(string key, string path)
    {
        try
        {
            return File.OpenHandle(path, options: FileOptions.Asynchronous);
        }
        catch (Exception exception) when (IsAbsent(exception) || Directory.Exists(path))
        {
            throw ObjectStoreErrors.NotFound(Location, key);
        }
    }

    private static async Task<ReadOnlyMemory<byte>?> ReadUnlessGoneAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllBytesAsync(path, cancellationToken);
        }
        catch (IOException exception) when (IsAbsent(exception))
        {
            return null;
        }
    }

    private static async Task ReadExactlyAsync(
        Microsoft.Win32.SafeHandles.SafeFileHandle handle, Memory<byte> bytes, long offset, CancellationToken cancellationToken)
    {
        for (var done = 0; done < bytes.Length;)
        {
            var count = await RandomAccess.ReadAsync(handle, bytes[done..], offset + done, cancellationToken);
            if (count == 0) throw new EndOfStreamException();
            done += count;
        }
    }

    private static bool IsAbsent(Exception exception) =>
        exception is FileNotFoundException or DirectoryNotFoundException;

    private T Translate<T>(string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception exception) when (ToGranary(path, exception) is { } translated)
        {
            throw translated;
        }
    }

    private async Task<T> TranslateAsync<T>(string path, Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception exception) when (ToGranary(path, exception) is { } translated)
        {
            throw translated;
        }
    }

    private GranaryException? ToGranary(string path, Exception exception) => exception switch
    {
        IOException io when PosixFiles.IsDiskFull(io) => ObjectStoreErrors.DiskFull(path, io),
        IOException io => ObjectStoreErrors.Unavailable(Location, $"{io.Message} ({path})", io),
        UnauthorizedAccessException denied => ObjectStoreErrors.Denied(
            Location, $"this process may not read or write \"{path}\".", cause: denied),
        _ => null,
    };
}
