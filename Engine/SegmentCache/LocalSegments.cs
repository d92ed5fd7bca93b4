using Granary.Engine.ObjectStores;
using Granary.Grains.Interfaces.Errors;
using Granary.Grains.Interfaces.Query;

namespace Granary.Engine.SegmentCache;

/// <summary>
/// Gives segments as local files: a directory store's own, or copies of a bucket's in a bounded directory, least recently used
/// ones evicted first.
/// </summary>
/// <remarks>
/// 1. A segment that is here is leased at once. 2. One that is arriving is waited for: one fetch, however many ask.
/// 3. Else room is made (only unleased copies go), the bytes are reserved, and the fetch begins; it goes on when
/// the caller gives up, since others may wait. A file has its final name only when all its bytes are there, so that a
/// restart may trust what it finds; the order of use survives in the files' times.
/// </remarks>
public sealed class LocalSegments : IDisposable
{
    /// <summary>How exactly the order of use survives a restart; each record costs a system call.</summary>
    private static readonly TimeSpan RecordUseEvery = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, CachedSegment> _segments = new(StringComparer.Ordinal);
    private readonly LinkedList<CachedSegment> _leastRecentlyUsedFirst = new();
    private readonly CacheDirectory _directory;
    private readonly SegmentCacheInstruments _instruments;
    private readonly TimeProvider _timeProvider;
    private readonly SemaphoreSlim _downloads;
    private readonly CancellationTokenSource _stopping = new();
    private readonly long _maxBytes;
    private long _usedBytes;

    public LocalSegments(SegmentCacheOptions options, SegmentCacheInstruments instruments, TimeProvider timeProvider)
    {
        _instruments = instruments;
        _timeProvider = timeProvider;
        _maxBytes = options.MaxBytes;
        _downloads = new SemaphoreSlim(options.MaxConcurrentDownloads);
        _directory = new CacheDirectory(options.Directory);
        foreach (var (name, file) in _directory.Recover())
            Insert_NeedsLock(new CachedSegment(name, file.Name, file.Length, file.LastAccessTimeUtc));
        MakeRoom_NeedsLock(0);
    }

    /// <summary>Where the copies are: the query's DuckDB must be allowed to read it.</summary>
    public string DirectoryPath => _directory.Path;

    /// <summary>Bytes of all copies, those that are arriving included.</summary>
    public long UsedBytes
    {
        get
        {
            lock (_lock) return _usedBytes;
        }
    }

    /// <summary>Makes a segment readable as a local file until the lease ends.</summary>
    /// <exception cref="GranaryException">
    /// 53100 when the cache can't hold it beside what is leased, or the disk is full; <c>NotFound</c>, <c>Unavailable</c>
    /// and <c>Corrupt</c> (another length than the log says) as the store has it.
    /// </exception>
    public async Task<SegmentLease> OpenAsync(IObjectStore store, string key, long sizeInBytes, CancellationToken cancellationToken)
    {
        if (store.TryGetLocalPath(key) is { } localPath)
        {
            _instruments.Count("local");
            return new SegmentLease(localPath, release: null);
        }
        var segment = Acquire(store, key, sizeInBytes);
        try
        {
            await segment.Arrival.WaitAsync(cancellationToken);
            return new SegmentLease(_directory.PathOf(segment.FileName), () => Release(segment));
        }
        catch
        {
            Release(segment);
            throw;
        }
    }

    /// <summary>Opens many at once; when one can't be had, none is leased.</summary>
    public async Task<IReadOnlyList<SegmentLease>> OpenAllAsync(
        IObjectStore store, IReadOnlyList<SegmentReference> segments, CancellationToken cancellationToken)
    {
        var opening = segments
            .Select(segment => OpenAsync(store, segment.ObjectKey, segment.SizeInBytes, cancellationToken)).ToList();
        try
        {
            return await Task.WhenAll(opening);
        }
        catch
        {
            foreach (var open in opening)
            {
                if (open.IsCompletedSuccessfully) (await open).Dispose();
            }
            throw;
        }
    }

    /// <summary>
    /// Keeps the file that was just written and uploaded, if there is room; a copy is a help and its failure no error. The
    /// caller keeps its own file and may delete it.
    /// </summary>
    /// <returns>Whether the segment is here now.</returns>
    public bool TryKeep(IObjectStore store, string key, string writtenPath)
    {
        if (store.TryGetLocalPath(key) is not null) return false;
        var name = CacheDirectory.NameOf(store, key);
        var segment = new CachedSegment(
            name, _directory.NewFileName(name), new FileInfo(writtenPath).Length, _timeProvider.GetUtcNow());
        lock (_lock)
        {
            if (_segments.ContainsKey(segment.Name)) return true;
            if (!MakeRoom_NeedsLock(segment.SizeInBytes)) return false;
            try
            {
                // under the lock, so that nobody fetches it meanwhile; a second name is a matter of microseconds
                _directory.Adopt(writtenPath, segment.FileName);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return false;
            }
            Insert_NeedsLock(segment);
            return true;
        }
    }

    /// <summary>Forgets a segment: it is dead, or a reader found it damaged. Readers that have it keep it to their end.</summary>
    public void Remove(IObjectStore store, string key)
    {
        lock (_lock)
        {
            if (_segments.TryGetValue(CacheDirectory.NameOf(store, key), out var segment)) Drop_NeedsLock(segment);
        }
    }

    public void Dispose()
    {
        _stopping.Cancel();
        Task[] arriving;
        lock (_lock) arriving = [.. _segments.Values.Select(segment => segment.Arrival)];
        Task.WhenAll(arriving).ContinueWith(static _ => { }, TaskScheduler.Default).Wait();
        _directory.Dispose();
        _downloads.Dispose();
        _stopping.Dispose();
    }

    private CachedSegment Acquire(IObjectStore store, string key, long sizeInBytes)
    {
        var name = CacheDirectory.NameOf(store, key);
        lock (_lock)
        {
            if (_segments.TryGetValue(name, out var segment))
            {
                if (!segment.Arrival.IsCompleted || _directory.IsWhole(segment.FileName, sizeInBytes))
                {
                    _instruments.Count(segment.Arrival.IsCompleted ? "hit" : "joined");
                    return Touch_NeedsLock(segment);
                }
                // cut by a lost disk, or deleted by hand
                Drop_NeedsLock(segment);
            }
            _instruments.Count("miss");
            if (!MakeRoom_NeedsLock(sizeInBytes)) throw NoRoom(sizeInBytes);
            segment = new CachedSegment(name, _directory.NewFileName(name), sizeInBytes, _timeProvider.GetUtcNow());
            Insert_NeedsLock(segment);
            Touch_NeedsLock(segment);
            segment.Arrival = ArriveAsync(store, key, segment);
            return segment;
        }
    }

    private async Task ArriveAsync(IObjectStore store, string key, CachedSegment segment)
    {
        // off the caller's lock and off the grain's turn
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            await _downloads.WaitAsync(_stopping.Token);
            try
            {
                await _directory.FetchAsync(store, key, segment.FileName, segment.SizeInBytes, _stopping.Token);
            }
            finally
            {
                _downloads.Release();
            }
            // removed while it arrived, and everybody gave up waiting
            lock (_lock)
            {
                if (segment is { IsDoomed: true, LeaseCount: 0 }) _directory.Delete(segment.FileName);
            }
        }
        catch (Exception exception)
        {
            lock (_lock) Drop_NeedsLock(segment);
            if (exception is IOException io && PosixFiles.IsDiskFull(io)) throw ObjectStoreErrors.DiskFull(_directory.Path, io);
            throw;
        }
    }

    private void Release(CachedSegment segment)
    {
        lock (_lock)
        {
            segment.LeaseCount--;
            if (segment is { LeaseCount: 0, IsDoomed: true }) DeleteFile_NeedsLock(segment);
        }
    }

    private CachedSegment Touch_NeedsLock(CachedSegment segment)
    {
        segment.LeaseCount++;
        _leastRecentlyUsedFirst.Remove(segment.Place!);
        _leastRecentlyUsedFirst.AddLast(segment.Place!);
        var now = _timeProvider.GetUtcNow();
        if (segment.Arrival.IsCompleted && now - segment.RecordedUse > RecordUseEvery)
        {
            // not the time of change: DuckDB would read the file's metadata anew
            File.SetLastAccessTimeUtc(_directory.PathOf(segment.FileName), now.UtcDateTime);
            segment.RecordedUse = now;
        }
        return segment;
    }

    private void Insert_NeedsLock(CachedSegment segment)
    {
        _segments.Add(segment.Name, segment);
        segment.Place = _leastRecentlyUsedFirst.AddLast(segment);
        Count_NeedsLock(segment.SizeInBytes);
    }

    /// <summary>Evicts unleased copies until the bytes fit; false when they can't.</summary>
    private bool MakeRoom_NeedsLock(long bytes)
    {
        var segment = _leastRecentlyUsedFirst.First;
        while (_usedBytes + bytes > _maxBytes)
        {
            if (segment is null) return false;
            var next = segment.Next;
            if (segment.Value is { LeaseCount: 0, Arrival.IsCompleted: true })
            {
                _instruments.EvictedBytes.Add(segment.Value.SizeInBytes);
                Drop_NeedsLock(segment.Value);
            }
            segment = next;
        }
        return true;
    }

    /// <summary>Forgets it; its file and its bytes go when nobody reads it any more.</summary>
    private void Drop_NeedsLock(CachedSegment segment)
    {
        if (segment.IsDoomed) return;
        segment.IsDoomed = true;
        _segments.Remove(segment.Name);
        _leastRecentlyUsedFirst.Remove(segment.Place!);
        if (segment.LeaseCount == 0) DeleteFile_NeedsLock(segment);
    }

    private void DeleteFile_NeedsLock(CachedSegment segment)
    {
        Count_NeedsLock(-segment.SizeInBytes);
        _directory.Delete(segment.FileName);
    }

    private void Count_NeedsLock(long bytes)
    {
        _usedBytes += bytes;
        _instruments.SizeBytes.Add(bytes);
    }

    private GranaryException NoRoom(long sizeInBytes) => new(
        ErrorKind.Exhausted, SqlState.DiskFull,
        $"The segment cache is full: {sizeInBytes} bytes don't fit beside what running statements read ({_maxBytes} bytes in all).")
    {
        Hint = "Narrow the statement's time range, run fewer statements at once, or raise GRANARY_CACHE_MAX_MB.",
    };
}
