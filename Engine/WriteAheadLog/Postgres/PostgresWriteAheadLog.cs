using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Granary.Engine.WriteAheadLog.Postgres;

/// <summary>
/// The write-ahead log in a PostgreSQL database that all silos share.
/// 1. Appends queue for a few senders; each takes what waits and stores it with one statement, which locks the grains' rows in the
///    directory against a change of their epoch, and leaves out the records of grains whose epoch is another.
/// 2. A statement whose answer was lost is sent again until PostgreSQL answers: the primary key makes that harmless. So an append
///    ends in a certain outcome unless the process dies.
/// 3. While PostgreSQL is away, records that were never sent are answered as unavailable.
/// 4. Releases are kept in memory and written each second; slots whose records are all released are truncated.
/// </summary>
public sealed class PostgresWriteAheadLog : ISharedWriteAheadLog
{
    private readonly PostgresWalDatabase _database;
    private readonly PostgresWalGrains _grains = new();
    private readonly PostgresWalReader _reader;
    private readonly PostgresWalMaintenance _maintenance;
    private readonly PostgresReachability _reachability;
    private readonly Channel<WalPending> _queue = Channel.CreateUnbounded<WalPending>();
    private readonly CancellationTokenSource _stop = new();
    private readonly WalOptions _options;
    private readonly TimeProvider _time;
    private readonly Task[] _senders;
    private int _queued;
    private int _isDisposed;

    /// <summary>Begins to serve; connects when the first grain is acquired.</summary>
    /// <param name="source">Connections to the configuration database; stays the caller's.</param>
    /// <param name="options">The settings.</param>
    /// <param name="time">The clock of pauses and of maintenance.</param>
    /// <param name="logger">Told when PostgreSQL goes and comes back.</param>
    public PostgresWriteAheadLog(NpgsqlDataSource source, WalOptions options, TimeProvider time, ILogger<PostgresWriteAheadLog> logger)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        (_options, _time) = (options, time);
        _database = new PostgresWalDatabase(source, options);
        Location = _database.Location;
        _reachability = new PostgresReachability(options.UnavailableAfter, time, logger);
        _reader = new PostgresWalReader(_database);
        _maintenance = new PostgresWalMaintenance(_database, _grains, _reachability, options, time, logger);
        _senders = [.. Enumerable.Range(0, options.PostgresConnections)
            .Select(_ => new PostgresWalSender(_queue.Reader, _database, _maintenance, _reachability, options, time).RunAsync(_stop.Token))];
    }

    /// <inheritdoc/>
    public string Location { get; }

    /// <inheritdoc/>
    /// <remarks>That of all silos, as of the last second.</remarks>
    public long SizeInBytes => _maintenance.SizeInBytes;

    /// <inheritdoc/>
    public async ValueTask<WalAcquireResult> AcquireAsync(string grainKey, long epoch, CancellationToken cancellationToken)
    {
        var (current, last) = await _database.FindAsync(grainKey, cancellationToken);
        if (current != epoch) return new WalAcquireResult.Fenced(current);
        _grains.Enter(grainKey, epoch);
        return new WalAcquireResult.Acquired(last);
    }

    /// <inheritdoc/>
    public async ValueTask<WalAppendResult> AppendAsync(WalEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var pending = new WalPending(entry);
        try
        {
            if (Refuse() is { } refusal)
            {
                pending.Complete(refusal);
                return refusal;
            }

            ObjectDisposedException.ThrowIf(!_queue.Writer.TryWrite(pending), this);
            return await pending.Task;
        }
        catch (ObjectDisposedException exception)
        {
            pending.Fail(exception);
            throw;
        }
        finally
        {
            Interlocked.Decrement(ref _queued);
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<WalRecord> ReadAsync(string grainKey, long afterSequence, CancellationToken cancellationToken) =>
        _reader.ReadAsync(grainKey, Math.Max(afterSequence, _grains.Released(grainKey)), cancellationToken);

    /// <inheritdoc/>
    public void Release(string grainKey, long epoch, long upToSequence) => _grains.Release(grainKey, epoch, upToSequence);

    /// <inheritdoc/>
    public bool ShouldFlush(string grainKey) => _maintenance.ShouldFlush(grainKey);

    /// <inheritdoc/>
    /// <remarks>A release not yet written is written by the next owner, who finds its rows in the Delta log.</remarks>
    public void Leave(string grainKey, long epoch) => _grains.Leave(grainKey, epoch);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> FindUnreleasedGrainsAsync(int most, CancellationToken cancellationToken) =>
        _database.FindUnreleasedGrainsAsync(most, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        _queue.Writer.Complete();
        try
        {
            // what waits is still stored, if PostgreSQL is there
            await Task.WhenAll(_senders).WaitAsync(_options.UnavailableAfter, _time);
        }
        catch (TimeoutException)
        {
            // the senders tell those who wait
        }

        await _stop.CancelAsync();
        await Task.WhenAll(_senders);
        await _maintenance.DisposeAsync();
        _stop.Dispose();
    }

    /// <summary>Judges an append before it queues; counts it in any case.</summary>
    private WalAppendResult? Refuse()
    {
        if (Interlocked.Increment(ref _queued) > _options.MaxQueuedRecords)
            return new WalAppendResult.Unavailable($"{_options.MaxQueuedRecords:N0} records wait for the write-ahead log in PostgreSQL already");
        if (_reachability.Refusal is { } reason) return new WalAppendResult.Unavailable(reason);
        return _maintenance.SizeInBytes > _options.MaxBytes
            ? new WalAppendResult.Refused($"the write-ahead log in PostgreSQL has reached its limit of {_options.MaxBytes:N0} bytes")
            : null;
    }
}
