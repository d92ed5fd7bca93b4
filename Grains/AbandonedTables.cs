using System.Threading.Channels;
using Granary.Engine.WriteAheadLog;
using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Errors;
using Granary.Grains.Interfaces.Query;
using Granary.Runtime;
using Granary.Runtime.Membership;
using Granary.Runtime.References;
using Microsoft.Extensions.Logging;

namespace Granary.Grains;

/// <summary>
/// Wakes tables whose silo died with rows in the shared log, and that nobody asks for: until they are flushed, their records
/// hold the log's space. At the start, when a silo is gone, and from time to time, every silo wakes those that belong to it.
/// </summary>
public sealed partial class AbandonedTables(
    IGrainFactory grains, IWriteAheadLog log, ActiveTables active, IMembership membership, IClusterMember member, TimeProvider time, ILogger<AbandonedTables> logger)
    : IAsyncDisposable
{
    private const int MaxTables = 10_000;
    private const int MaxConcurrent = 4;

    private static readonly TimeSpan Period = TimeSpan.FromMinutes(5);
    private static readonly TableScanRequest Nothing = new([], []);

    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _stop = new();
    private IReadOnlyList<SiloAddress> _silos = [];
    private ITimer? _timer;
    private Task _running = Task.CompletedTask;

    /// <summary>Begins. A log that isn't shared has no such tables.</summary>
    public void Start()
    {
        if (log is not ISharedWriteAheadLog shared) return;
        _silos = membership.LiveSilos;
        membership.Changed += OnChanged;
        _timer = time.CreateTimer(_ => _wake.Writer.TryWrite(true), null, TimeSpan.Zero, Period);
        _running = Task.Run(() => RunAsync(shared, _stop.Token));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        membership.Changed -= OnChanged;
        if (_timer is not null) await _timer.DisposeAsync();
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private void OnChanged(MembershipView view)
    {
        var (before, now) = (_silos, membership.LiveSilos);
        _silos = now;
        if (before.Except(now).Any()) _wake.Writer.TryWrite(true);
    }

    private async Task RunAsync(ISharedWriteAheadLog shared, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var _ in _wake.Reader.ReadAllAsync(cancellationToken)) await WakeAllAsync(shared, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The silo stops.
        }
    }

    private async Task WakeAllAsync(ISharedWriteAheadLog shared, CancellationToken cancellationToken)
    {
        try
        {
            var awake = active.Describe().Select(table => table.Table.GrainKey).ToHashSet();
            var found = await shared.FindUnreleasedGrainsAsync(MaxTables, cancellationToken);
            var asleep = found.Where(key => !awake.Contains(key) && member.IsPlaceOf(new GrainId(TableGrainReference.GrainTypeName, key)));
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = MaxConcurrent, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(asleep, parallel, async (key, token) => await WakeAsync(key, token));
        }
        catch (GranaryException error)
        {
            LogNotFound(logger, error.Message);
        }
    }

    private async Task WakeAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            await grains.GetGrain<ITableGrain>(key).OpenScanAsync(Nothing, cancellationToken);
            LogWoken(logger, key);
        }
        catch (GranaryException error)
        {
            LogNotWoken(logger, key, error.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Table} had rows in the log and no silo; it is active here now")]
    private static partial void LogWoken(ILogger logger, string table);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Table} has rows in the log and no silo, and can't be activated: {Reason}")]
    private static partial void LogNotWoken(ILogger logger, string table, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The log can't be asked for tables without a silo: {Reason}")]
    private static partial void LogNotFound(ILogger logger, string reason);
}
