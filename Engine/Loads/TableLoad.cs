using Granary.Engine.Flushing;
using Granary.Engine.Memtables;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Ingest;

namespace Granary.Engine.Loads;

/// <summary>
/// A statement too large for the write-ahead log, on its way into segments:
/// 1. rows gather by day; 2. a day with enough of them is encoded and uploaded in the background, a few at once, and who
/// stages more waits; 3. at the end one commit adds all segments. Until then no snapshot names them, so that an abort or a
/// crash leaves nothing but unreferenced objects. Runs on the table's turn, but for the encoding.
/// </summary>
internal sealed class TableLoad(LoadId id, SegmentUploader uploader, LoadMemory shared, MemoryHolder memory, LoadOptions options) : IDisposable
{
    /// <summary>Less than this makes poor segments, however little memory is left.</summary>
    private const long LeastSpillBytes = 4L << 20;

    private readonly Dictionary<int, DayBuffer> _days = [];
    private readonly List<Task> _running = [];
    private readonly List<UploadedSegment> _uploaded = [];
    private readonly CancellationTokenSource _stop = new();
    private Exception? _failure;

    public LoadId Id { get; } = id;

    public long RowCount { get; private set; }

    /// <summary>Takes rows, waiting while too many are being encoded.</summary>
    public async Task StageAsync(ColumnBatch rows, string dateColumn, CancellationToken cancellationToken)
    {
        ThrowIfFailed();
        if (rows.RowCount == 0) return;
        var bytes = rows.SizeInBytes;
        if (!memory.TryTake(bytes))
        {
            // our own buffers may be what fills the memory
            await SpillAsync(cancellationToken);
            await memory.TakeAsync(bytes, cancellationToken);
        }

        RowCount += rows.RowCount;
        var rest = bytes;
        foreach (var (day, batches) in DatePartition.Divide([rows], dateColumn))
        {
            var share = Math.Min(rest, bytes * batches.Sum(batch => batch.RowCount) / rows.RowCount + 1);
            BufferOf(day).Add(batches, share);
            rest -= share;
        }

        if (rest > 0) memory.Return(rest);
        while (NextToEncode() is { } day) await EncodeAsync(day, cancellationToken);
    }

    /// <summary>Starts to encode what is buffered, to free memory for others.</summary>
    public async Task SpillAsync(CancellationToken cancellationToken)
    {
        while (_days.Count > 0) await EncodeAsync(Largest(), cancellationToken);
    }

    /// <summary>Encodes the rest and gives all segments.</summary>
    public async Task<IReadOnlyList<UploadedSegment>> FinishAsync(CancellationToken cancellationToken)
    {
        await SpillAsync(cancellationToken);
        await Task.WhenAll(_running).WaitAsync(cancellationToken);
        ThrowIfFailed();
        return _uploaded;
    }

    /// <summary>Stops and deletes what was uploaded; never once a commit was tried, since it may hold the segments.</summary>
    public async Task AbortAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running);
        foreach (var day in _days.Values) memory.Return(day.Bytes);
        _days.Clear();
        var paths = _uploaded.ConvertAll(segment => segment.Path);
        _uploaded.Clear();
        await uploader.DeleteAsync(paths);
    }

    public void Dispose() => _stop.Dispose();

    private DayBuffer BufferOf(int day)
    {
        if (!_days.TryGetValue(day, out var buffer)) _days.Add(day, buffer = new DayBuffer());
        return buffer;
    }

    private int? NextToEncode()
    {
        if (_days.Count == 0) return null;
        var largest = Largest();
        var buffer = _days[largest];
        var isFull = buffer.RowCount >= options.SegmentRowCount || buffer.Bytes >= Math.Max(LeastSpillBytes, shared.SpillBytes);
        var isEarly = buffer.RowCount >= options.EarlySegmentRowCount && shared.HasIdleEncoder;
        return isFull || isEarly ? largest : null;
    }

    private int Largest() => _days.MaxBy(day => day.Value.Bytes).Key;

    private async Task EncodeAsync(int day, CancellationToken cancellationToken)
    {
        while (_running.Count >= options.MaxConcurrentSegments)
        {
            await Task.WhenAny(_running).WaitAsync(cancellationToken);
            _running.RemoveAll(task => task.IsCompleted);
        }

        ThrowIfFailed();
        if (!_days.Remove(day, out var buffer)) return; // another call was faster while this one waited
        _running.Add(EncodeAsync(day, buffer));
    }

    private async Task EncodeAsync(int day, DayBuffer buffer)
    {
        shared.EncodingBegan();
        try
        {
            _uploaded.Add(await Task.Run(() => uploader.UploadDayAsync(day, buffer.Batches, _stop.Token), _stop.Token));
        }
        catch (Exception failure)
        {
            _failure ??= failure;
        }
        finally
        {
            shared.EncodingEnded();
            memory.Return(buffer.Bytes);
        }
    }

    private void ThrowIfFailed()
    {
        if (_failure is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(_failure);
    }

    /// <summary>Rows of one day that are not encoded yet.</summary>
    private sealed class DayBuffer
    {
        public List<ColumnBatch> Batches { get; } = [];

        public long RowCount { get; private set; }

        public long Bytes { get; private set; }

        public void Add(IReadOnlyList<ColumnBatch> batches, long bytes)
        {
            Batches.AddRange(batches);
            RowCount += batches.Sum(batch => batch.RowCount);
            Bytes += bytes;
        }
    }
}
