namespace Granary.Runtime.Lifecycle;

/// <summary>The one holder of the silo's stage. The composition root moves it on; everybody else reads it.</summary>
public sealed class SiloStatus(TimeProvider time) : ISiloStatus, IDisposable
{
    private readonly long _started = time.GetTimestamp();
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _draining = new();
    private readonly TaskCompletionSource[] _reached =
        [.. Enum.GetValues<SiloStage>().Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))];

    private volatile SiloStage _stage = SiloStage.Starting;

    /// <inheritdoc/>
    public SiloStage Stage => _stage;

    /// <inheritdoc/>
    public TimeSpan Uptime => time.GetElapsedTime(_started);

    /// <inheritdoc/>
    public CancellationToken Draining => _draining.Token;

    /// <inheritdoc/>
    public Task ReachedAsync(SiloStage stage) => stage == SiloStage.Starting ? Task.CompletedTask : _reached[(int)stage].Task;

    /// <summary>Moves on to a stage; going back, as when a start ends while the stop has begun, does nothing.</summary>
    /// <param name="stage">The new stage.</param>
    public void Enter(SiloStage stage)
    {
        lock (_lock)
        {
            if (stage <= _stage) return;
            _stage = stage;
        }
        if (stage >= SiloStage.Draining) _draining.Cancel();
        for (var reached = 0; reached <= (int)stage; reached++) _reached[reached].TrySetResult();
    }

    /// <inheritdoc/>
    public void Dispose() => _draining.Dispose();
}
