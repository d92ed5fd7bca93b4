using System.Collections.Concurrent;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Engine.DuckDb;

/// <summary>
/// Threads of our own for calls into DuckDB, which block: on the thread pool a few long statements would starve every
/// socket. Work waits in the order in which it came; whoever calls bounds how much there is.
/// </summary>
internal sealed class DuckDbWorkers : IDisposable
{
    // DuckDB descends into expressions; what it allows (1,000 levels) must fit
    private const int StackBytes = 16 << 20;

    private readonly BlockingCollection<Action> _work = [];
    private readonly Thread[] _threads;

    public DuckDbWorkers(string name, int threads)
    {
        _threads = new Thread[threads];
        for (int index = 0; index < threads; index++)
        {
            _threads[index] = new Thread(Run, StackBytes) { IsBackground = true, Name = $"{name} {index}" };
            _threads[index].Start();
        }
    }

    /// <summary>Runs a function on one of the threads; fails with <see cref="ErrorKind.Unavailable"/> once they have ended.</summary>
    public Task<T> RunAsync<T>(Func<T> function)
    {
        var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            _work.Add(() => Complete(completion, function));
        }
        catch (InvalidOperationException)
        {
            throw new GranaryException(ErrorKind.Unavailable, SqlState.AdminShutdown, "the silo is shutting down");
        }

        return completion.Task;
    }

    /// <summary>Finishes the work that waits, then ends the threads.</summary>
    public void Dispose()
    {
        _work.CompleteAdding();
        foreach (Thread thread in _threads)
            thread.Join();
    }

    private static void Complete<T>(TaskCompletionSource<T> completion, Func<T> function)
    {
        try
        {
            completion.SetResult(function());
        }
        catch (Exception exception)
        {
            completion.SetException(exception);
        }
    }

    private void Run()
    {
        foreach (Action action in _work.GetConsumingEnumerable())
            action();
    }
}
