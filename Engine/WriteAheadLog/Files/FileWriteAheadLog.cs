using System.Runtime.CompilerServices;
using Granary.Grains.Interfaces.Errors;
using Microsoft.Win32.SafeHandles;

namespace Granary.Engine.WriteAheadLog.Files;

/// <summary>
/// The write-ahead log in a directory of its own: one for all grains of the process.
/// 1. Opening locks the directory, reads all files, cuts off a torn tail and remembers where each grain's records are.
/// 2. Appends queue for <see cref="WalWriter"/>, which writes and syncs for all who wait.
/// 3. Releases free files; freed files are used again under a new number.
/// </summary>
public sealed class FileWriteAheadLog : ILocalWriteAheadLog
{
    private readonly WalDirectoryLock _directoryLock;
    private readonly WalDirectory _directory;
    private readonly WalLedger _ledger;
    private readonly WalRecovered _recovered;
    private readonly WalWriter _writer;
    private readonly SemaphoreSlim _room;
    private readonly long _firstNumber;

    private FileWriteAheadLog(WalOptions options, WalDisk disk, TimeProvider time)
    {
        Location = Path.GetFullPath(options.Directory);
        Directory.CreateDirectory(Location);
        _directoryLock = WalDirectoryLock.Take(Location);
        try
        {
            _ledger = new WalLedger(options.WantedBytes);
            _directory = new WalDirectory(Location, disk, options);
            _directory.Tidy();
            _recovered = WalRecovered.Read(_directory, disk, _ledger);
            _firstNumber = _directory.HighestNumber() + 1;
            _room = new SemaphoreSlim(options.MaxQueuedRecords);
            _writer = new WalWriter(_directory, disk, options, _ledger, time);
            _writer.Recycle(_recovered.EmptyFiles);
        }
        catch
        {
            _directoryLock.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public string Location { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> GrainsToRecover => _recovered.Grains;

    /// <inheritdoc/>
    public long SizeInBytes => _ledger.SizeInBytes;

    /// <summary>Opens the log and reads it once through; takes about a second for each 2 GiB.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="time">The clock of the batch queue.</param>
    /// <exception cref="GranaryException"><c>Corrupt</c>: acknowledged records are damaged. <c>Unavailable</c>: another process has the log.</exception>
    public static FileWriteAheadLog Open(WalOptions options, TimeProvider time) => Open(options, new WalDisk(), time);

    internal static FileWriteAheadLog Open(WalOptions options, WalDisk disk, TimeProvider time) => new(options, disk, time);

    /// <inheritdoc/>
    /// <remarks>The directory's lock is the owner's proof; there is nobody to fence.</remarks>
    public ValueTask<WalAcquireResult> AcquireAsync(string grainKey, long epoch, CancellationToken cancellationToken) =>
        ValueTask.FromResult<WalAcquireResult>(new WalAcquireResult.Acquired(_ledger.LastSequence(grainKey)));

    /// <inheritdoc/>
    public async ValueTask<WalAppendResult> AppendAsync(WalEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        await _room.WaitAsync();
        try
        {
            var pending = new WalPending(entry);
            try
            {
                _writer.Enqueue(pending);
            }
            catch
            {
                entry.Payload.Dispose();
                throw;
            }

            return await pending.Task;
        }
        finally
        {
            _room.Release();
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<WalRecord> ReadAsync(
        string grainKey, long afterSequence, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        SafeFileHandle? file = null;
        long openNumber = 0;
        try
        {
            foreach (var position in PositionsOf(grainKey, Math.Max(afterSequence, _ledger.ReleasedSequence(grainKey))))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (file is null || openNumber != position.FileNumber)
                {
                    file?.Dispose();
                    (file, openNumber) = (_directory.OpenForRead(position.FileNumber), position.FileNumber);
                }

                yield return await WalRecovered.ReadRecordAsync(file, position, _directory.PathOf(openNumber), cancellationToken);
            }
        }
        finally
        {
            file?.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Release(string grainKey, long epoch, long upToSequence)
    {
        _recovered.Release(grainKey, upToSequence);
        _writer.Recycle(_ledger.Release(grainKey, upToSequence));
    }

    /// <inheritdoc/>
    public bool ShouldFlush(string grainKey) => _ledger.ShouldFlush(grainKey);

    /// <inheritdoc/>
    /// <remarks>What is kept for a grain is needed for the life of the log: its files can't be freed without it.</remarks>
    public void Leave(string grainKey, long epoch)
    {
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _writer.Dispose();
        _directoryLock.Dispose();
        _room.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Records found at opening are remembered; those written since are looked for in their files, which is rarely asked for.</summary>
    private List<WalPosition> PositionsOf(string grainKey, long afterSequence)
    {
        var positions = _recovered.Positions(grainKey);
        foreach (var number in _ledger.FilesOf(grainKey, _firstNumber))
        {
            using var handle = _directory.OpenForRead(number);
            new WalScanner(_directory.PathOf(number), number, handle).ScanLive((key, position) =>
            {
                if (key == grainKey) positions.Add(position);
            });
        }

        return [.. positions.Where(position => position.Header.Sequence > afterSequence)
            .OrderBy(position => position.Header.Sequence)
            .DistinctBy(position => position.Header.Sequence)];
    }
}
