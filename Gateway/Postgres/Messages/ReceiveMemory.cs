using Microsoft.Extensions.Options;

namespace Granary.Gateway.Postgres.Messages;

/// <summary>
/// Bounds what the large messages of all connections together take while they arrive and are handled. Small ones stay in
/// their connection's pipe, which has a bound of its own. Thread-safe.
/// </summary>
internal sealed class ReceiveMemory(IOptions<GatewayOptions> options, TimeProvider time, GatewayInstruments instruments)
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _returned = NewSignal();
    private long _used;

    /// <summary>The budget.</summary>
    public long MaxBytes { get; } = options.Value.MaxReceiveBytes;

    /// <summary>Takes room if there is some.</summary>
    public bool TryTake(long bytes) => TryTake(bytes, out _);

    /// <summary>Takes room, waiting a bounded time for others to give some back.</summary>
    /// <returns>False when the time was over first.</returns>
    public async ValueTask<bool> TakeAsync(long bytes, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.Value.ReceiveWait, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            while (!TryTake(bytes, out var returned)) await returned.WaitAsync(ended.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    public void Return(long bytes)
    {
        TaskCompletionSource returned;
        lock (_lock)
        {
            _used -= bytes;
            (returned, _returned) = (_returned, NewSignal());
        }

        instruments.ReceiveBuffered.Add(-bytes);
        returned.SetResult();
    }

    /// <param name="bytes">How many.</param>
    /// <param name="returned">Completes when somebody has given some back.</param>
    private bool TryTake(long bytes, out Task returned)
    {
        lock (_lock)
        {
            returned = _returned.Task;
            if (_used + bytes > MaxBytes) return false;
            _used += bytes;
        }

        instruments.ReceiveBuffered.Add(bytes);
        return true;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
