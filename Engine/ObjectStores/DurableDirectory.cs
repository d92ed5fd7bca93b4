namespace Granary.Engine.ObjectStores;

/// <summary>The files under a root directory, and the steps by which a file gets its name durably.</summary>
internal sealed class DurableDirectory
{
    /// <summary>Holds files that have no name yet. Its name begins with a dot, and no listing shows it.</summary>
    public const string TemporaryName = ".granary-tmp";

    /// <summary>Longer than any upload, so that a running process's file is not taken for a dead one's.</summary>
    private static readonly TimeSpan LeftoverAge = TimeSpan.FromHours(6);

    private readonly TimeProvider _timeProvider;
    private readonly string _temporaryPath;
    private readonly Lock _makingDirectories = new();

    private DurableDirectory(string rootPath, TimeProvider timeProvider)
    {
        RootPath = rootPath;
        _timeProvider = timeProvider;
        _temporaryPath = Path.Combine(rootPath, TemporaryName);
    }

    public string RootPath { get; }

    public static DurableDirectory Open(string rootPath, TimeProvider timeProvider)
    {
        var directory = new DurableDirectory(rootPath, timeProvider);
        directory.EnsureDirectory(directory._temporaryPath);
        directory.RemoveLeftovers();
        return directory;
    }

    public string PathOf(string key)
    {
        if (key.StartsWith(TemporaryName, StringComparison.Ordinal))
            throw ObjectStoreErrors.BadKey(key, $"names that begin with {TemporaryName} are this store's own");
        return Path.Combine(RootPath, key);
    }

    /// <summary>Puts the body into a synced file without a final name and returns its path.</summary>
    public async Task<string> WriteTemporaryAsync(ObjectBody body, CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var path = Path.Combine(_temporaryPath, $"{Guid.CreateVersion7(_timeProvider.GetUtcNow()):N}");
        if (body is ObjectBody.InFile shared && PosixFiles.TryShare(shared.Path, path))
        {
            using var handle = File.OpenHandle(path);
            RandomAccess.FlushToDisk(handle);
            return path;
        }
        await NewFile.WriteAsync(path, async target =>
        {
            await CopyAsync(body, target, cancellationToken);
            target.Flush(flushToDisk: true);
        });
        return path;
    }

    /// <summary>Gives the temporary file its name, replacing what had it.</summary>
    public void Publish(string temporaryPath, string path)
    {
        var parent = Path.GetDirectoryName(path)!;
        EnsureDirectory(parent);
        PosixFiles.Rename(temporaryPath, path);
        PosixFiles.SyncDirectory(parent);
    }

    /// <summary>Gives the temporary file its name unless that is taken.</summary>
    public PutIfAbsentResult TryPublishNew(string temporaryPath, string path)
    {
        var parent = Path.GetDirectoryName(path)!;
        EnsureDirectory(parent);
        if (!PosixFiles.TryLink(temporaryPath, path)) return PutIfAbsentResult.AlreadyExists.Instance;
        try
        {
            PosixFiles.SyncDirectory(parent);
            return PutIfAbsentResult.Created.Instance;
        }
        catch (IOException exception)
        {
            return new PutIfAbsentResult.Unknown(exception.Message);
        }
    }

    public static void Delete(string directory, IEnumerable<string> paths)
    {
        if (!Directory.Exists(directory)) return;
        foreach (var path in paths)
        {
            // an absent object may have the name of a directory
            if (!Directory.Exists(path)) File.Delete(path);
        }
        PosixFiles.SyncDirectory(directory);
    }

    private static async Task CopyAsync(ObjectBody body, FileStream target, CancellationToken cancellationToken)
    {
        switch (body)
        {
            case ObjectBody.InMemory memory:
                await target.WriteAsync(memory.Bytes, cancellationToken);
                break;
            case ObjectBody.InFile file:
                await using (var source = File.OpenRead(file.Path)) await source.CopyToAsync(target, cancellationToken);
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>Under a lock, so that nobody uses a directory whose own name isn't durable yet.</summary>
    private void EnsureDirectory(string path)
    {
        lock (_makingDirectories) EnsureDirectory_NeedsLock(path);
    }

    private static void EnsureDirectory_NeedsLock(string path)
    {
        if (Directory.Exists(path)) return;
        var parent = Path.GetDirectoryName(path);
        if (parent is null) return;
        EnsureDirectory_NeedsLock(parent);
        Directory.CreateDirectory(path);
        PosixFiles.SyncDirectory(parent);
    }

    private void RemoveLeftovers()
    {
        var limit = _timeProvider.GetUtcNow() - LeftoverAge;
        foreach (var path in Directory.EnumerateFiles(_temporaryPath))
        {
            if (File.GetLastWriteTimeUtc(path) < limit.UtcDateTime) File.Delete(path);
        }
    }
}
