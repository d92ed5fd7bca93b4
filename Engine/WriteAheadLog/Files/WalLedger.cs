namespace Granary.Engine.WriteAheadLog.Files;

/// <summary>
/// Knows for each log file the last sequence of every grain in it that is not released, and so when a file is free: never by
/// its age. Safe for concurrent use.
/// </summary>
internal sealed class WalLedger(long wantedBytes)
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<long, FileEntry> _files = [];
    private readonly Dictionary<string, long> _lastSequences = [];
    private readonly Dictionary<string, long> _released = [];
    private HashSet<string> _mustFlush = [];

    public long SizeInBytes { get; private set; }

    public bool ShouldFlush(string grainKey) => Volatile.Read(ref _mustFlush).Contains(grainKey);

    public void Open(long fileNumber, long length)
    {
        lock (_lock)
        {
            _files.Add(fileNumber, new FileEntry(length));
            SizeInBytes += length;
            Judge();
        }
    }

    public void Note(long fileNumber, string grainKey, long sequence)
    {
        lock (_lock)
        {
            var last = _files[fileNumber].LastSequences;
            last[grainKey] = Math.Max(sequence, last.GetValueOrDefault(grainKey));
            _lastSequences[grainKey] = Math.Max(sequence, _lastSequences.GetValueOrDefault(grainKey));
        }
    }

    /// <summary>The highest sequence of the grain that was ever noted, or 0.</summary>
    public long LastSequence(string grainKey)
    {
        lock (_lock) return _lastSequences.GetValueOrDefault(grainKey);
    }

    /// <summary>The last sequence that the grain released, or 0.</summary>
    public long ReleasedSequence(string grainKey)
    {
        lock (_lock) return _released.GetValueOrDefault(grainKey);
    }

    /// <summary>The files from a number on that hold unreleased records of the grain, in order.</summary>
    public IReadOnlyList<long> FilesOf(string grainKey, long firstNumber)
    {
        lock (_lock) return [.. _files.Where(file => file.Key >= firstNumber && file.Value.LastSequences.ContainsKey(grainKey)).Select(file => file.Key)];
    }

    /// <summary>The file gets no more records.</summary>
    /// <returns>Whether it is free at once.</returns>
    public bool Close(long fileNumber)
    {
        lock (_lock)
        {
            _files[fileNumber].IsClosed = true;
            return TryFree(fileNumber);
        }
    }

    /// <returns>The files that are free now.</returns>
    public IReadOnlyList<long> Release(string grainKey, long upToSequence)
    {
        lock (_lock)
        {
            _released[grainKey] = Math.Max(upToSequence, _released.GetValueOrDefault(grainKey));
            List<long>? free = null;
            foreach (var (number, file) in _files.ToArray())
            {
                if (!file.LastSequences.TryGetValue(grainKey, out var last) || last > upToSequence) continue;
                file.LastSequences.Remove(grainKey);
                if (TryFree(number)) (free ??= []).Add(number);
            }

            return free ?? [];
        }
    }

    private bool TryFree(long fileNumber)
    {
        var file = _files[fileNumber];
        if (!file.IsClosed || file.LastSequences.Count > 0) return false;
        _files.Remove(fileNumber);
        SizeInBytes -= file.Length;
        Judge();
        return true;
    }

    /// <summary>Names the grains that hold the oldest files, as many as the log is too large by.</summary>
    private void Judge()
    {
        var mustFlush = new HashSet<string>();
        var excess = SizeInBytes - wantedBytes;
        foreach (var file in _files.Values.TakeWhile(_ => excess > 0))
        {
            mustFlush.UnionWith(file.LastSequences.Keys);
            excess -= file.Length;
        }

        Volatile.Write(ref _mustFlush, mustFlush);
    }

    private sealed class FileEntry(long length)
    {
        public long Length { get; } = length;
        public bool IsClosed { get; set; }
        public Dictionary<string, long> LastSequences { get; } = [];
    }
}
