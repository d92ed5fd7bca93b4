using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Granary.Engine.DuckDb;

/// <summary>The sources that statements of one database read through the scan table function, by number.</summary>
internal sealed class ScanRegistry : IDisposable
{
    private readonly ConcurrentDictionary<long, IScanSource> _sources = new();
    private long _last;

    public int Count => _sources.Count;

    /// <summary>Makes a source readable until the registration is disposed.</summary>
    public ScanRegistration Register(IScanSource source)
    {
        long id = Interlocked.Increment(ref _last);
        _sources[id] = source;
        return new ScanRegistration(this, id);
    }

    public bool TryGet(long id, [NotNullWhen(true)] out IScanSource? source) => _sources.TryGetValue(id, out source);

    public void Remove(long id) => _sources.TryRemove(id, out _);

    public void Dispose() => _sources.Clear();
}
