using Granary.Grains.Interfaces.Errors;

namespace Granary.Engine.Query;

/// <summary>Bounds how many statements run and how many wait; whoever is too many hears so at once, and may retry.</summary>
internal sealed class QueryAdmission(QueryOptions options, TimeProvider timeProvider) : IDisposable
{
    private readonly SemaphoreSlim _places = new(options.MaxConcurrentStatements);
    private int _waiting;

    /// <summary>Statements that hold a place.</summary>
    public int Running => options.MaxConcurrentStatements - _places.CurrentCount;

    /// <summary>Statements that wait for a place.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Takes a place; give it back with <see cref="Leave"/>. A cancelled token ends the wait.</summary>
    public async ValueTask EnterAsync(CancellationToken cancellationToken)
    {
        if (_places.Wait(0, CancellationToken.None))
            return;
        if (Interlocked.Increment(ref _waiting) > options.MaxQueuedStatements)
        {
            Interlocked.Decrement(ref _waiting);
            throw Refusal($"{options.MaxConcurrentStatements} statements are running and {options.MaxQueuedStatements} are waiting");
        }

        using var patience = new CancellationTokenSource(options.MaxQueueTime, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await _places.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Refusal($"no statement ended within {options.MaxQueueTime.TotalSeconds:0.#} s");
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    public void Leave() => _places.Release();

    public void Dispose() => _places.Dispose();

    private static GranaryException Refusal(string why) =>
        new(ErrorKind.Exhausted, SqlState.TooManyConnections, $"too many statements: {why}")
        {
            Hint = "Retry later, or run fewer statements at the same time.",
            RetryAfter = TimeSpan.FromSeconds(1),
        };
}
