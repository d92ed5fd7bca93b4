using Granary.Grains.Interfaces.Errors;
using Granary.Runtime.Activations;
using Granary.Runtime.Membership;
using Granary.Runtime.Messaging;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Granary.Runtime.Placement;

/// <summary>
/// Brings grains to where they belong when the members change, a few at a time:
/// 1. the grain writes down what it has, while it serves;
/// 2. its gate closes, its calls end, the rest is written, the directory is told that it is free: calls wait for this alone,
///    and then go where the grain is placed;
/// 3. its new silo is asked to activate it.
/// </summary>
internal sealed partial class GrainMover(
    ActivationCatalog catalog,
    GrainPlacement placement,
    IMembership membership,
    IMessageSender sender,
    RuntimeInstruments instruments,
    IOptions<RuntimeOptions> options,
    TimeProvider time,
    ILogger<GrainMover> logger) : IAsyncDisposable
{
    private readonly SemaphoreSlim _running = new(1, 1);
    private readonly CancellationTokenSource _stop = new();
    private ITimer? _timer;

    /// <summary>Begins to look for misplaced grains, at each change of the members and from time to time.</summary>
    public void Start()
    {
        membership.Changed += OnChanged;
        _timer = time.CreateTimer(_ => OnChanged(membership.View), null, options.Value.RebalancePeriod, options.Value.RebalancePeriod);
    }

    /// <summary>Moves the grains that belong elsewhere now, once a round that runs already has ended.</summary>
    public async Task RebalanceAsync(CancellationToken cancellationToken)
    {
        // A silo that may be dead to the others has nothing to hand over.
        if (!membership.IsCertain) return;
        await _running.WaitAsync(cancellationToken);
        try
        {
            await MoveMisplacedAsync(options.Value.MaxConcurrentMoves, mustMove: false, cancellationToken);
        }
        finally
        {
            _running.Release();
        }
    }

    /// <summary>Hands all grains over: this silo must be leaving. Cancelled: what is left stays for whoever finds the silo dead.</summary>
    public async Task HandOverAllAsync(CancellationToken cancellationToken)
    {
        await StopAsync();
        await _running.WaitAsync(cancellationToken);
        if (membership.LiveSilos.Count > 0) await MoveMisplacedAsync(options.Value.MaxConcurrentDeactivations, mustMove: true, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
        _running.Dispose();
    }

    private async Task StopAsync()
    {
        membership.Changed -= OnChanged;
        if (_timer is not null) await _timer.DisposeAsync();
        await _stop.CancelAsync();
    }

    private void OnChanged(MembershipView view) => _ = Task.Run(async () =>
    {
        try
        {
            await RebalanceAsync(_stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The silo stops: what is left is handed over then.
        }
#pragma warning disable CA1031 // the next round tries again
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogFailed(logger, error);
        }
    });

    private Task MoveMisplacedAsync(int concurrency, bool mustMove, CancellationToken cancellationToken)
    {
        if (membership.LiveSilos.Count == 0) return Task.CompletedTask;
        var local = membership.Local;
        var misplaced = catalog.Activations.Where(activation => placement.PlaceOf(activation.GrainId) != local).ToList();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellationToken };
        return Parallel.ForEachAsync(misplaced, parallel, async (activation, token) => await MoveAsync(activation, mustMove, token));
    }

    private async Task MoveAsync(Activation activation, bool mustMove, CancellationToken cancellationToken)
    {
        var place = placement.PlaceOf(activation.GrainId);
        if (place == membership.Local) return;
        if (!await PrepareAsync(activation, cancellationToken) && !mustMove) return;
        await activation.DeactivateAsync(DeactivationReason.ShuttingDown).WaitAsync(cancellationToken);
        instruments.Moved();
        await sender.ActivateAsync(place, activation.GrainId, cancellationToken);
    }

    private async Task<bool> PrepareAsync(Activation activation, CancellationToken cancellationToken)
    {
        try
        {
            return await activation.PrepareToMoveAsync(cancellationToken);
        }
        catch (GranaryException error)
        {
            LogNotPrepared(logger, activation.GrainId, error.Message);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Moving grains to their silos failed")]
    private static partial void LogFailed(ILogger logger, Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Grain} could not write down what it has before it moves: {Reason}")]
    private static partial void LogNotPrepared(ILogger logger, GrainId grain, string reason);
}
