namespace Granary.Runtime.Activations;

/// <summary>Counts the calls in an activation, refuses them once it closes, and tells when the last one has left.</summary>
internal sealed class CallGate(int limit)
{
    private const int Closed = 1 << 30;

    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _state;

    /// <summary>Calls inside.</summary>
    public int Count => Volatile.Read(ref _state) & ~Closed;

    /// <summary>Ends when the gate is closed and the last call has left.</summary>
    public Task Empty => _empty.Task;

    /// <summary>Counts a call in.</summary>
    public Entry TryEnter()
    {
        var state = Interlocked.Increment(ref _state);
        if (state > 0 && (state & Closed) == 0 && state <= limit) return Entry.Entered;
        Leave();
        return (state & Closed) != 0 ? Entry.Closed : Entry.Full;
    }

    /// <summary>Counts a call out.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref _state) == Closed) _empty.TrySetResult();
    }

    /// <summary>Lets no more calls in; false when it was closed before.</summary>
    public bool Close()
    {
        var before = Interlocked.Or(ref _state, Closed);
        if (before == 0) _empty.TrySetResult();
        return (before & Closed) == 0;
    }

    /// <summary>What became of an attempt.</summary>
    internal enum Entry
    {
        Entered,
        Full,
        Closed,
    }
}
