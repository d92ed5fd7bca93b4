namespace Granary.Engine.SegmentCache;

/// <summary>The right to read a segment's local file until disposal: meanwhile it is not evicted.</summary>
public sealed class SegmentLease : IDisposable
{
    private Action? _release;

    public SegmentLease(string path, Action? release)
    {
        Path = path;
        _release = release;
    }

    /// <summary>The file; never written to.</summary>
    public string Path { get; }

    public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke();
}
