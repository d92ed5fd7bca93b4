using Granary.Grains.Interfaces.Errors;
using Microsoft.Extensions.Logging;

namespace Granary.Engine.WriteAheadLog.Postgres;

/// <summary>
/// What is done each second, beside the appends:
/// 1. write the releases of this process;
/// 2. look at the slots; when the current one is large enough and another is empty, go on with that one;
/// 3. truncate slots whose records are all released, whosever they are;
/// 4. when the log is larger than wanted, learn which grains hold the oldest slots, so that they flush.
/// </summary>
internal sealed partial class PostgresWalMaintenance : IAsyncDisposable
{
    /// <summary>How many grains of a slot are asked to flush at once.</summary>
    private const int MaxHolders = 1000;

    private readonly PostgresWalDatabase _database;
    private readonly PostgresWalGrains _grains;
    private readonly PostgresReachability _reachability;
    private readonly WalOptions _options;
    private readonly ILogger _logger;
    private readonly PeriodicTimer _timer;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;
    private volatile HashSet<string> _mustFlush = [];
    private int _currentSlot;
    private long _sizeInBytes;
    private bool _isFailing;

    public PostgresWalMaintenance(PostgresWalDatabase database, PostgresWalGrains grains, PostgresReachability reachability, WalOptions options, TimeProvider time, ILogger logger)
    {
        (_database, _grains, _reachability, _options, _logger) = (database, grains, reachability, options, logger);
        _timer = new PeriodicTimer(options.MaintenanceInterval, time);
        _loop = RunAsync();
    }

    /// <summary>Where new records go. It may be a second old: then a few records join an older slot, which does no harm.</summary>
    public int CurrentSlot => Volatile.Read(ref _currentSlot);

    public long SizeInBytes => Volatile.Read(ref _sizeInBytes);

    public bool ShouldFlush(string grainKey) => _mustFlush.Contains(grainKey);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _timer.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            do await TryRunOnceAsync(_stop.Token);
            while (await _timer.WaitForNextTickAsync(_stop.Token));
        }
        catch (OperationCanceledException)
        {
            // the log is closed; releases not written are found again in the Delta logs
        }
    }

    private async Task TryRunOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RunOnceAsync(cancellationToken);
            _isFailing = false;
            // while all appends are refused nobody else would learn that PostgreSQL is back
            _reachability.Succeeded();
        }
        catch (GranaryException exception)
        {
            if (!_isFailing) LogFailed(exception);
            _isFailing = true;
        }
    }

    private async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        var releases = _grains.FindUnwritten();
        if (releases.Count > 0)
        {
            await _database.WriteReleasesAsync(releases, cancellationToken);
            _grains.Written(releases);
        }

        var slots = await _database.FindSlotsAsync(cancellationToken);
        slots = await RotateAsync(slots, cancellationToken);
        foreach (var slot in slots.Slots.Where(slot => slot.HasRecords && slot.Number != slots.Current))
            await _database.TruncateAsync(slot.Number, cancellationToken);
        _mustFlush = await FindHoldersAsync(slots, cancellationToken);
    }

    private async Task<PostgresWalSlots> RotateAsync(PostgresWalSlots slots, CancellationToken cancellationToken)
    {
        var isFull = slots.Current < 0 || slots.Slots[slots.Current].SizeInBytes >= _options.WantedBytes / 8;
        if (isFull && slots.NextEmpty() is { } next)
        {
            await _database.RotateAsync(slots.Current, next, cancellationToken);
            slots = await _database.FindSlotsAsync(cancellationToken);
        }

        Volatile.Write(ref _currentSlot, Math.Max(slots.Current, 0));
        Volatile.Write(ref _sizeInBytes, slots.SizeInBytes);
        return slots;
    }

    private async Task<HashSet<string>> FindHoldersAsync(PostgresWalSlots slots, CancellationToken cancellationToken)
    {
        var holders = new HashSet<string>();
        var excess = slots.SizeInBytes - _options.WantedBytes;
        foreach (var slot in slots.OldestFirst().Where(slot => slot.HasRecords))
        {
            if (excess <= 0) break;
            holders.UnionWith(await _database.FindHoldersAsync(slot.Number, MaxHolders, cancellationToken));
            excess -= slot.SizeInBytes;
        }

        return holders;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The upkeep of the write-ahead log in PostgreSQL failed and will be repeated")]
    private partial void LogFailed(Exception exception);
}
