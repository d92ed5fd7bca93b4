using System.Collections.Concurrent;
using Granary.Grains.Interfaces.Errors;
using Granary.Runtime.Directory;
using Granary.Runtime.Membership;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Granary.Runtime.Activations;

/// <summary>The activations of this silo: at most one for each grain.</summary>
internal sealed class ActivationCatalog(
    IServiceProvider services,
    GrainTypeRegistry types,
    IGrainDirectory directory,
    IMembership membership,
    IOptions<RuntimeOptions> options,
    RuntimeInstruments instruments,
    TimeProvider time,
    ILogger<ActivationCatalog> logger)
{
    private readonly ConcurrentDictionary<GrainId, Activation> _activations = new();
    private volatile bool _closed;

    public RuntimeOptions Options { get; } = options.Value;

    public RuntimeInstruments Instruments => instruments;

    public TimeProvider Time => time;

    public ILogger Logger => logger;

    /// <summary>The activations now, also those that begin or end.</summary>
    public ICollection<Activation> Activations => _activations.Values;

    /// <summary>The grain's activation when it has one that may serve at once.</summary>
    public bool TryGet(GrainId grain, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Activation? activation) =>
        _activations.TryGetValue(grain, out activation) && activation.IsActive;

    /// <summary>The grain's activation, whatever it is doing, or null.</summary>
    public Activation? Find(GrainId grain) => _activations.GetValueOrDefault(grain);

    /// <summary>The grain's activation, made if there is none; it may have to be awaited, and may close at any time.</summary>
    public Activation GetOrAdd(GrainId grain)
    {
        if (_closed) throw new GranaryException(ErrorKind.Unavailable, "the silo is shutting down");
        return _activations.GetOrAdd(
            grain, static (grain, catalog) => new Activation(catalog, catalog.TypeOf(grain), grain), this);
    }

    /// <summary>Takes the grain's ownership for this silo, or throws Fenced when another silo has it.</summary>
    public async Task<GrainAddress> TakeAsync(GrainId grain, CancellationToken cancellationToken)
    {
        var local = membership.Local;
        var address = await directory.RegisterAsync(grain, local, cancellationToken);
        return address.Silo == local
            ? address
            : throw new GranaryException(ErrorKind.Fenced, $"{grain} is held by {address.Silo}");
    }

    public ValueTask ReleaseAsync(GrainAddress address) => directory.UnregisterAsync(address, CancellationToken.None);

    /// <summary>Others may have what this silo had: closes every activation at once, and drops it without writing.</summary>
    public void FenceAll()
    {
        foreach (var activation in Activations) activation.Deactivate(DeactivationReason.Fenced);
    }

    public Grain CreateGrain(GrainTypeDefinition type, Activation activation) =>
        type.CreateGrain is { } create
            ? create(services, activation)
            : throw new GranaryException(ErrorKind.Internal, $"this process hosts no grains of type '{type.Name}'");

    public void Remove(Activation activation) =>
        _activations.TryRemove(KeyValuePair.Create(activation.GrainId, activation));

    /// <summary>Ends the activations that had no call for a while.</summary>
    public Task CollectIdleAsync() =>
        Task.WhenAll(Activations.Where(activation => activation.IsIdle(Options.IdleAge)).Select(activation => activation.DeactivateAsync(DeactivationReason.Idle)));

    /// <summary>Makes no more activations and ends all there are, some at a time. Cancelled: hooks are told to hurry.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _closed = true;
        await using var abort = cancellationToken.Register(() =>
        {
            foreach (var activation in Activations) activation.Abort();
        });
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Options.MaxConcurrentDeactivations };
        await Parallel.ForEachAsync(
            Activations, parallel, async (activation, _) => await activation.DeactivateAsync(DeactivationReason.ShuttingDown));
    }

    private GrainTypeDefinition TypeOf(GrainId grain) => types.ForName(grain.Type);
}
