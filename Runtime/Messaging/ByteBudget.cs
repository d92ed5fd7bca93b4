using Granary.Grains.Interfaces.Errors;

namespace Granary.Runtime.Messaging;

/// <summary>A number of bytes that messages share; who finds too few left waits in line. Thread-safe.</summary>
/// <param name="limit">All there are.</param>
internal sealed class ByteBudget(long limit)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Waiter> _waiters = [];
    private long _used;

    /// <summary>Takes bytes; more than there are at all count as all of them. Dispose to give them back.</summary>
    public async ValueTask<Share> TakeAsync(long bytes, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        bytes = Math.Min(bytes, limit);
        if (bytes <= 0) return default;
        LinkedListNode<Waiter> node;
        lock (_lock)
        {
            if (_waiters.Count == 0 && _used + bytes <= limit)
            {
                _used += bytes;
                return new Share(this, bytes);
            }
            node = _waiters.AddLast(new Waiter(bytes));
        }
        try
        {
            await node.Value.Admitted.Task.WaitAsync(patience, time, cancellationToken);
        }
        catch (Exception error) when (error is TimeoutException or OperationCanceledException)
        {
            GiveUp(node);
            if (error is OperationCanceledException) throw;
            throw new GranaryException(ErrorKind.Exhausted, "too many rows are on their way between the silos") { RetryAfter = TimeSpan.FromSeconds(1) };
        }
        return new Share(this, bytes);
    }

    private void GiveUp(LinkedListNode<Waiter> node)
    {
        lock (_lock)
        {
            // admitted in the same moment: the bytes go on to the next in line
            if (node.List is null) _used -= node.Value.Bytes;
            else _waiters.Remove(node);
            Admit();
        }
    }

    private void Return(long bytes)
    {
        lock (_lock)
        {
            _used -= bytes;
            Admit();
        }
    }

    private void Admit()
    {
        while (_waiters.First is { } next && _used + next.Value.Bytes <= limit)
        {
            _used += next.Value.Bytes;
            _waiters.Remove(next);
            next.Value.Admitted.SetResult();
        }
    }

    /// <summary>Bytes that were taken.</summary>
    internal readonly struct Share(ByteBudget? budget, long bytes) : IDisposable
    {
        public void Dispose() => budget?.Return(bytes);
    }

    private sealed record Waiter(long Bytes)
    {
        public TaskCompletionSource Admitted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
