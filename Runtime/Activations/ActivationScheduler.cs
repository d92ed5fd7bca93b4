using System.Collections.Concurrent;

namespace Granary.Runtime.Activations;

/// <summary>
/// Runs the turns of one activation, one at a time, on the thread pool. A turn that awaits comes back through
/// <see cref="QueueTask"/>, since awaits capture the current scheduler: so other turns run meanwhile, never beside it.
/// </summary>
/// <remarks>
/// 1. <c>_pending</c> counts turns that are queued or running; who raises it from 0 owns the run.
/// 2. A first turn of a call to an idle activation runs on the caller's thread (<see cref="StartTurn"/>): no thread is woken.
/// 3. Everything else is queued and drained by one work item, which gives its thread back after <see cref="TurnsPerRun"/> turns.
/// </remarks>
internal sealed class ActivationScheduler : TaskScheduler, IThreadPoolWorkItem
{
    private const int TurnsPerRun = 64;

    [ThreadStatic]
    private static ActivationScheduler? _startingOn;

    private readonly ConcurrentQueue<Task> _queue = new();
    private int _pending;

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Starts a turn, at once on this thread when the activation is idle and this thread can be lent.</summary>
    public void StartTurn(Task turn)
    {
        // A synchronization context would be captured by the grain's awaits instead of this scheduler, so such a thread isn't lent.
        var lend = SynchronizationContext.Current is null && System.Runtime.CompilerServices.RuntimeHelpers.TryEnsureSufficientExecutionStack();
        if (!lend)
        {
            turn.Start(this);
            return;
        }
        var outer = _startingOn;
        _startingOn = this;
        try
        {
            turn.Start(this);
        }
        finally
        {
            _startingOn = outer;
        }
    }

    void IThreadPoolWorkItem.Execute() => Drain();

    protected override void QueueTask(Task task)
    {
        if (_startingOn == this)
        {
            _startingOn = null;
            if (Interlocked.CompareExchange(ref _pending, 1, 0) == 0)
            {
                TryExecuteTask(task);
                if (Interlocked.Decrement(ref _pending) > 0) Schedule();
                return;
            }
        }
        _queue.Enqueue(task);
        if (Interlocked.Increment(ref _pending) == 1) Schedule();
    }

    // Only on the turn itself, and only a task that nobody queued: anything else would run beside the turn.
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && Current == this && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks() => [.. _queue];

    private void Schedule() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

    private void Drain()
    {
        for (var turns = 0; turns < TurnsPerRun; turns++)
        {
            // Each unit of _pending that isn't running was queued before it was counted.
            if (!_queue.TryDequeue(out var task)) throw new InvalidOperationException("A counted turn is missing.");
            TryExecuteTask(task);
            if (Interlocked.Decrement(ref _pending) == 0) return;
        }
        Schedule();
    }
}
