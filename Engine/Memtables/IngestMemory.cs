using Granary.Grains.Interfaces.Errors;

namespace Granary.Engine.Memtables;

/// <summary>
/// Admits rows to memory before they are logged: 1. who finds room takes it; 2. who doesn't, waits in line, and the tables
/// that hold most are asked to flush; 3. who waits too long is refused, with nothing changed. What a flush itself needs is
/// not taken from here, so that it can always go on. Safe for concurrent use.
/// </summary>
public sealed class IngestMemory(IngestMemoryOptions options, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Waiter> _waiters = new();
    private readonly List<MemoryHolder> _holders = [];
    private long _used;

    /// <summary>The budget.</summary>
    public long MaxBytes => options.MaxBytes;

    /// <summary>Bytes taken.</summary>
    public long UsedBytes => Interlocked.Read(ref _used);

    /// <summary>Writers that wait for room.</summary>
    public int WaiterCount
    {
        get
        {
            lock (_lock) return _waiters.Count;
        }
    }

    internal MemoryHolder Register(Action flushWanted)
    {
        var holder = new MemoryHolder(this, flushWanted);
        lock (_lock) _holders.Add(holder);
        return holder;
    }

    internal void Unregister(MemoryHolder holder)
    {
        lock (_lock) _holders.Remove(holder);
    }

    /// <summary>Takes room if there is some and nobody waits for it.</summary>
    internal bool TryTake(long bytes)
    {
        lock (_lock)
        {
            if (_waiters.Count > 0 || _used + bytes > options.MaxBytes) return false;
            _used += bytes;
            return true;
        }
    }

    /// <summary>Takes room, waiting for it in line.</summary>
    internal async ValueTask TakeAsync(long bytes, CancellationToken cancellationToken)
    {
        if (TryTake(bytes)) return;
        if (bytes > options.MaxBytes) throw TooLarge(bytes);
        LinkedListNode<Waiter> node;
        lock (_lock)
        {
            node = _waiters.AddLast(new Waiter(bytes));
            Grant();
        }

        AskForFlushes();
        try
        {
            await node.Value.Granted.Task.WaitAsync(options.MaxWait, time, cancellationToken);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            GiveUp(node);
            if (exception is TimeoutException) throw NoRoom();
            throw;
        }
    }

    internal void Return(long bytes)
    {
        lock (_lock)
        {
            _used -= bytes;
            System.Diagnostics.Debug.Assert(_used >= 0, "more memory was returned than taken");
            Grant();
        }
    }

    /// <summary>Asks the tables that hold most to flush, until a quarter of the budget would come back.</summary>
    internal void AskForFlushes()
    {
        MemoryHolder[] holders;
        lock (_lock) holders = [.. _holders];
        var wanted = options.MaxBytes / 4;
        foreach (var holder in holders.OrderByDescending(holder => holder.Bytes))
        {
            if (wanted <= 0 || holder.Bytes == 0) return;
            wanted -= holder.Bytes;
            holder.AskForFlush();
        }
    }

    private void Grant()
    {
        while (_waiters.First is { } first && _used + first.Value.Bytes <= options.MaxBytes)
        {
            _used += first.Value.Bytes;
            _waiters.RemoveFirst();
            first.Value.Granted.SetResult();
        }
    }

    /// <summary>Leaves the line, or returns what was granted at the last moment.</summary>
    private void GiveUp(LinkedListNode<Waiter> node)
    {
        lock (_lock)
        {
            if (node.List is not null) _waiters.Remove(node);
            else _used -= node.Value.Bytes;
            Grant();
        }
    }

    private GranaryException NoRoom() => new(ErrorKind.Exhausted, SqlState.OutOfMemory, "too many rows are waiting to be stored; this write was not accepted")
    {
        Hint = "Retry in a moment. If it goes on, the object store is slow or away: see /status.",
        RetryAfter = options.MaxWait / 2,
    };

    private GranaryException TooLarge(long bytes) => new(ErrorKind.Exhausted, SqlState.OutOfMemory, $"the rows need {bytes:N0} bytes of memory at once, but all ingest together may use {options.MaxBytes:N0}")
    {
        Hint = "Send smaller statements, or raise the memory for ingest.",
    };

    private sealed record Waiter(long Bytes)
    {
        public TaskCompletionSource Granted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
