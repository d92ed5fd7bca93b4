using Granary.Grains.Interfaces.Errors;
using Granary.Runtime.Directory;
using Granary.Runtime.Timers;
using Microsoft.Extensions.Logging;

namespace Granary.Runtime.Activations;

/// <summary>A grain in memory on this silo: its object, its turns, its calls and its timers, from the first call to the last.</summary>
/// <remarks>
/// 1. The first caller starts <see cref="ActivateAsync"/>; all wait for it. When it fails, all get the error, and the
///    activation leaves the catalog, so that the next call begins anew.
/// 2. Calls enter through the gate, run as turns, leave.
/// 3. <see cref="Deactivate"/> closes the gate; when the last call has left, timers end, the hook runs, the directory is told,
///    and the activation leaves the catalog. Calls that come meanwhile wait for that and then make a new activation.
/// </remarks>
#pragma warning disable CA1001 // the source is disposed when the activation has ended
internal sealed partial class Activation : IGrainContext
#pragma warning restore CA1001
{
    private readonly ActivationCatalog _catalog;
    private readonly GrainTypeDefinition _type;
    private readonly CallGate _gate;
    private readonly Lock _lock = new();
    private readonly HashSet<GrainTimer> _timers = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task? _activated;
    private Grain? _grain;
    private GrainAddress? _address;
    private long _lastUsed;
    private volatile bool _isActive;

    public Activation(ActivationCatalog catalog, GrainTypeDefinition type, GrainId grainId)
    {
        _catalog = catalog;
        _type = type;
        GrainId = grainId;
        _gate = new CallGate(catalog.Options.MaxCallsPerActivation);
        _lastUsed = catalog.Time.GetTimestamp();
    }

    public GrainId GrainId { get; }

    public ActivationScheduler Scheduler { get; } = new();

    public TimeProvider Time => _catalog.Time;

    public object GrainObject => _grain!;

    public long Epoch => _address!.Epoch;

    /// <summary>Whether calls can run at once.</summary>
    public bool IsActive => _isActive;

    /// <summary>Ends when the activation has left the catalog.</summary>
    public Task Gone => _gone.Task;

    /// <summary>Whether no call is inside and none was for this long.</summary>
    public bool IsIdle(TimeSpan age) => _isActive && _gate.Count == 0 && Time.GetElapsedTime(Volatile.Read(ref _lastUsed)) >= age;

    /// <summary>Counts a call in; Full is thrown as Exhausted, since the caller can only come back later.</summary>
    public bool TryEnter() => _gate.TryEnter() switch
    {
        CallGate.Entry.Entered => true,
        CallGate.Entry.Closed => false,
        _ => throw new GranaryException(
            ErrorKind.Exhausted, $"{GrainId} has {_catalog.Options.MaxCallsPerActivation} calls waiting")
        {
            Hint = "Send fewer statements at once, or more rows in each.",
            RetryAfter = TimeSpan.FromSeconds(1),
        },
    };

    public void Leave()
    {
        Volatile.Write(ref _lastUsed, Time.GetTimestamp());
        _gate.Leave();
    }

    /// <summary>Runs the activation once; every caller awaits the same task.</summary>
    public Task ActivateAsync()
    {
        if (Volatile.Read(ref _activated) is { } running) return running;
        lock (_lock)
        {
            return _activated ??= Task.Factory.StartNew(
                RunActivationAsync, CancellationToken.None, TaskCreationOptions.None, Scheduler).Unwrap();
        }
    }

    public void Deactivate(DeactivationReason reason) => _ = DeactivateAsync(reason);

    /// <summary>Closes the activation and ends when it is gone.</summary>
    public Task DeactivateAsync(DeactivationReason reason)
    {
        if (_gate.Close())
        {
            _isActive = false;
            _ = Task.Factory.StartNew(
                () => RunDeactivationAsync(reason), CancellationToken.None, TaskCreationOptions.None, Scheduler).Unwrap();
        }
        return Gone;
    }

    /// <summary>Lets the grain write down what it has while calls go on, so that the end is short; false when it would rather stay.</summary>
    public async Task<bool> PrepareToMoveAsync(CancellationToken cancellationToken)
    {
        if (!_isActive || _gate.TryEnter() != CallGate.Entry.Entered) return false;
        try
        {
            return await Task.Factory.StartNew(
                () => _grain!.OnMovingAsync(cancellationToken), cancellationToken, TaskCreationOptions.None, Scheduler).Unwrap();
        }
        finally
        {
            _gate.Leave();
        }
    }

    /// <summary>Tells running calls and hooks that the silo can't wait any longer.</summary>
    public void Abort()
    {
        try
        {
            _stopping.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended meanwhile.
        }
    }

    public IGrainTimer RegisterTimer(Func<CancellationToken, Task> callback, GrainTimerOptions options)
    {
        lock (_lock)
        {
            var timer = new GrainTimer(this, callback, options, Time);
            _timers.Add(timer);
            return timer;
        }
    }

    public void Forget(GrainTimer timer)
    {
        lock (_lock) _timers.Remove(timer);
    }

    /// <summary>Queues work of the runtime's own as a turn; its errors are logged.</summary>
    public void PostTurn(Func<Task> work) => _ = Task.Factory.StartNew(
        async () =>
        {
            try
            {
                await work();
            }
#pragma warning disable CA1031 // there is no caller to tell
            catch (Exception error)
#pragma warning restore CA1031
            {
                LogTimerFailed(_catalog.Logger, error, GrainId);
            }
        },
        CancellationToken.None,
        TaskCreationOptions.None,
        Scheduler);

    private async Task RunActivationAsync()
    {
        using var timeout = new CancellationTokenSource(_catalog.Options.ActivationTimeout, Time);
        using var token = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _stopping.Token);
        try
        {
            _address = await _catalog.TakeAsync(GrainId, token.Token);
            _grain = _catalog.CreateGrain(_type, this);
            await _grain.OnActivateAsync(token.Token);
            _catalog.Instruments.Activated(_type.Name);
            _isActive = true;
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            await FailAsync();
            throw new GranaryException(ErrorKind.Unavailable, $"{GrainId} was not activated within {_catalog.Options.ActivationTimeout}");
        }
        catch (Exception error)
        {
            // Another silo has it: the callers are sent there, and nothing is wrong.
            if (error is not GranaryException { Kind: ErrorKind.Fenced }) LogActivationFailed(_catalog.Logger, error, GrainId);
            await FailAsync();
            throw;
        }
    }

    private async Task FailAsync()
    {
        if (_gate.Close()) await EndAsync();
    }

    private async Task RunDeactivationAsync(DeactivationReason reason)
    {
        try
        {
            if (_activated is { } activated) await activated;
            await _gate.Empty;
            EndTimers();
            if (_grain is not null) await _grain.OnDeactivateAsync(reason, _stopping.Token);
        }
#pragma warning disable CA1031 // the activation ends whatever its hook does
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogDeactivationFailed(_catalog.Logger, error, GrainId, reason);
        }
        await EndAsync();
    }

    private async Task EndAsync()
    {
        EndTimers();
        _isActive = false;
        await ReleaseAsync();
        _catalog.Remove(this);
        _stopping.Dispose();
        _gone.TrySetResult();
    }

    private async Task ReleaseAsync()
    {
        try
        {
            if (_address is not null) await _catalog.ReleaseAsync(_address);
        }
        catch (GranaryException error)
        {
            // It stays this silo's, which takes it again at its next call, or loses it when it is dead.
            LogNotReleased(_catalog.Logger, GrainId, error.Message);
        }
    }

    private void EndTimers()
    {
        List<GrainTimer> timers;
        lock (_lock) timers = [.. _timers];
        foreach (var timer in timers) timer.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Activating {Grain} failed; its next call tries again")]
    private static partial void LogActivationFailed(ILogger logger, Exception error, GrainId grain);

    [LoggerMessage(Level = LogLevel.Error, Message = "Deactivating {Grain} ({Reason}) failed; its object is dropped all the same")]
    private static partial void LogDeactivationFailed(ILogger logger, Exception error, GrainId grain, DeactivationReason reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Grain} has ended and could not be released: {Reason}")]
    private static partial void LogNotReleased(ILogger logger, GrainId grain, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "A timer of {Grain} failed; it runs again when it is due")]
    private static partial void LogTimerFailed(ILogger logger, Exception error, GrainId grain);
}
