namespace Granary.Runtime;

/// <summary>
/// Collects what a caller should tell its client about calls that did succeed, such as that an answer may be stale. It flows
/// with the calls that are made while it is open; nobody needs to open one.
/// </summary>
public sealed class CallWarnings : IDisposable
{
    private static readonly AsyncLocal<CallWarnings?> Current = new();

    private readonly Lock _lock = new();
    private readonly CallWarnings? _outer = Current.Value;
    private readonly List<string> _warnings = [];

    private CallWarnings() => Current.Value = this;

    /// <summary>What was warned of so far, each once.</summary>
    public IReadOnlyList<string> All
    {
        get
        {
            lock (_lock) return [.. _warnings];
        }
    }

    /// <summary>Collects from now on, until it is disposed.</summary>
    public static CallWarnings Collect() => new();

    /// <inheritdoc/>
    public void Dispose() => Current.Value = _outer;

    /// <summary>Warns whoever collects now; nobody may.</summary>
    /// <param name="warning">A sentence for the client's user.</param>
    public static void Add(string warning)
    {
        if (Current.Value is not { } open) return;
        lock (open._lock)
        {
            if (!open._warnings.Contains(warning)) open._warnings.Add(warning);
        }
    }
}
