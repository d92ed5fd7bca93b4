using Granary.Engine.ObjectStores;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Engine.WriteAheadLog.Files;

/// <summary>
/// The one thread that writes the log. Each round:
/// 1. take all waiting records up to a group's size;
/// 2. write them with one call, behind one another, changing to a new file when one doesn't fit;
/// 3. sync once and answer all of them (with the batch queue: answer, and sync when due);
/// 4. recycle files that were freed.
/// After a failed sync the disk's state is unknown (the kernel may have dropped the dirty pages), so the writer stops for good.
/// </summary>
internal sealed class WalWriter : IDisposable
{
    private readonly WalDirectory _directory;
    private readonly WalDisk _disk;
    private readonly WalOptions _options;
    private readonly WalLedger _ledger;
    private readonly TimeProvider _time;
    private readonly Thread _thread;
    private readonly Lock _stateLock = new();
    private readonly Queue<WalPending> _queue = new();
    private readonly Queue<long> _freed = new();
    private readonly SemaphoreSlim _wake = new(0);
    private readonly List<WalPending> _group = [];
    private readonly List<ReadOnlyMemory<byte>> _pieces = [];
    private WalFile? _file;
    private long _nextNumber;
    private long _unsyncedRows;
    private long _unsyncedSince;
    private bool _isStopping;
    private Exception? _failure;

    public WalWriter(WalDirectory directory, WalDisk disk, WalOptions options, WalLedger ledger, TimeProvider time)
    {
        (_directory, _disk, _options, _ledger, _time) = (directory, disk, options, ledger, time);
        _nextNumber = directory.HighestNumber() + 1;
        _thread = new Thread(Run) { IsBackground = true, Name = "write-ahead log" };
        _thread.Start();
    }

    /// <summary>Queues a record; its completion says what became of it.</summary>
    public void Enqueue(WalPending pending)
    {
        lock (_stateLock)
        {
            if (_failure is not null) throw Poisoned(_failure);
            ObjectDisposedException.ThrowIf(_isStopping, typeof(FileWriteAheadLog));
            _queue.Enqueue(pending);
            if (_queue.Count > 1) return; // the writer hasn't come round yet and takes this one too
        }

        _wake.Release();
    }

    /// <summary>Queues freed files for recycling.</summary>
    public void Recycle(IReadOnlyList<long> files)
    {
        if (files.Count == 0) return;
        lock (_stateLock)
        {
            foreach (var file in files) _freed.Enqueue(file);
        }

        _wake.Release();
    }

    /// <summary>Writes what is queued, ends the thread and waits for its end.</summary>
    public void Dispose()
    {
        lock (_stateLock) _isStopping = true;
        _wake.Release();
        _thread.Join();
        _wake.Dispose();
        _file?.Dispose();
    }

    private void Run()
    {
        var isStopping = false;
        while (true)
        {
            try
            {
                if (!isStopping) WaitForWork();
                TakeGroup(out isStopping);
                if (_group.Count == 0 && isStopping) break;
                if (_failure is not null) FailGroup(Poisoned(_failure));
                else WriteGroup();
                RecycleFreed();
                if (IsSyncDue()) Sync();
            }
            catch (Exception failure)
            {
                Poison(failure);
                FailGroup(Unknown(failure));
            }
        }

        if (_failure is null) FinishSync();
    }

    private void WaitForWork()
    {
        if (_unsyncedRows == 0) _wake.Wait();
        else _wake.Wait(Max(TimeSpan.Zero, _options.BatchInterval - _time.GetElapsedTime(_unsyncedSince)));
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private void TakeGroup(out bool isStopping)
    {
        _group.Clear();
        long bytes = 0;
        lock (_stateLock)
        {
            while (_queue.TryPeek(out var next) && (_group.Count == 0 || bytes + next.RecordLength <= _options.MaxGroupBytes))
            {
                bytes += next.RecordLength;
                _group.Add(_queue.Dequeue());
            }

            if (_queue.Count > 0) _wake.Release();
            isStopping = _isStopping;
        }
    }

    private void WriteGroup()
    {
        var written = 0;
        for (var i = 0; i < _group.Count; i++)
        {
            var length = _group[i].RecordLength;
            if (_file is null || !_file.Fits(PieceBytes() + length))
            {
                WritePieces(written, i);
                written = i;
                if (TryChangeFile(length) is { } refusal)
                {
                    _group[i].Complete(refusal);
                    written = i + 1;
                    continue;
                }
            }

            _pieces.Add(_group[i].Stamp(_file!.Number, _file.SyncedOffset));
        }

        WritePieces(written, _group.Count);
        _group.Clear();
    }

    private long PieceBytes()
    {
        long bytes = 0;
        foreach (var piece in _pieces) bytes += piece.Length;
        return bytes;
    }

    private void WritePieces(int from, int to)
    {
        if (_pieces.Count == 0) return;
        var bytes = PieceBytes();
        try
        {
            _disk.Write(_file!.Handle, _pieces, _file.WriteOffset);
        }
        catch (IOException exception) when (PosixFiles.IsDiskFull(exception))
        {
            // preallocation should rule this out; file systems that copy on write do it all the same
            CloseFile();
            for (var i = from; i < to; i++) _group[i].Complete(DiskFull());
            _pieces.Clear();
            return;
        }

        _pieces.Clear();
        _file.WriteOffset += bytes;
        if (_options.BatchQueue) NoteUnsynced(from, to);
        else Sync();
        for (var i = from; i < to; i++)
        {
            _ledger.Note(_file.Number, _group[i].Entry.GrainKey, _group[i].Entry.Sequence);
            _group[i].Complete(WalAppendResult.Appended.Instance);
        }
    }

    private void NoteUnsynced(int from, int to)
    {
        if (_unsyncedRows == 0) _unsyncedSince = _time.GetTimestamp();
        for (var i = from; i < to; i++) _unsyncedRows += Math.Max(1, _group[i].Entry.Payload.RowCount);
    }

    private bool IsSyncDue() => _unsyncedRows > 0
        && (_unsyncedRows >= _options.MaxBatchRows || _time.GetElapsedTime(_unsyncedSince) >= _options.BatchInterval);

    private void Sync()
    {
        _disk.Sync(_file!.Handle);
        _file.SyncedOffset = _file.WriteOffset;
        _unsyncedRows = 0;
    }

    private void FinishSync()
    {
        try
        {
            if (_unsyncedRows > 0) Sync();
        }
        catch (IOException exception)
        {
            Poison(exception);
        }
    }

    /// <summary>Goes on to a file in which the record fits; says why not when there is no room for one.</summary>
    private WalAppendResult.Refused? TryChangeFile(long recordLength)
    {
        var capacity = Math.Max(_options.FileBytes, WalFile.CapacityFor(recordLength));
        if (_ledger.SizeInBytes + capacity > _options.MaxBytes)
            return new WalAppendResult.Refused($"the write-ahead log has reached its limit of {_options.MaxBytes:N0} bytes");
        WalFile next;
        try
        {
            next = _directory.Create(_nextNumber, capacity);
        }
        catch (IOException exception) when (PosixFiles.IsDiskFull(exception))
        {
            return DiskFull();
        }

        _nextNumber++;
        _ledger.Open(next.Number, capacity);
        try
        {
            CloseFile();
        }
        catch
        {
            next.Dispose();
            throw;
        }

        _file = next;
        return null;
    }

    /// <summary>Ends the file in order; what lies behind the end record is never read.</summary>
    private void CloseFile()
    {
        if (_file is not { } file) return;
        _disk.Write(file.Handle, [file.EndRecord()], file.WriteOffset);
        Sync();
        _file = null;
        file.Dispose();
        if (_ledger.Close(file.Number)) _directory.Free(file.Number);
    }

    private static WalAppendResult.Refused DiskFull() => new("the disk of the write-ahead log is full");

    private void RecycleFreed()
    {
        while (true)
        {
            long number;
            lock (_stateLock)
            {
                if (!_freed.TryDequeue(out number)) return;
            }

            _directory.Free(number);
        }
    }

    private void Poison(Exception failure)
    {
        lock (_stateLock) _failure ??= failure;
        _unsyncedRows = 0;
        _pieces.Clear();
    }

    private void FailGroup(GranaryException error)
    {
        foreach (var pending in _group) pending.Fail(error);
        _group.Clear();
    }

    private static GranaryException Poisoned(Exception failure) => new(ErrorKind.Unavailable, SqlState.IoError,
        "the write-ahead log can't be written any more: " + failure.Message, failure)
    { Hint = "Check the disk and restart the process." };

    private static GranaryException Unknown(Exception failure) => GranaryException.OutcomeUnknown(
        "the write-ahead log failed while the rows were written, and whether they are on the disk can't be told: " + failure.Message, failure);
}
