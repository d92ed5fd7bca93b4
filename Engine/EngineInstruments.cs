using System.Diagnostics.Metrics;
using Granary.Engine.Memtables;
using Granary.Engine.WriteAheadLog;

namespace Granary.Engine;

/// <summary>The engine's measurements of writing: appends, flushes, loads, the log and the memory.</summary>
internal sealed class EngineInstruments : IDisposable
{
    private readonly Meter _meter = new("Granary.Engine");
    private readonly Counter<long> _appendedRows;
    private readonly Counter<long> _appendedBytes;
    private readonly Counter<long> _appends;
    private readonly Counter<long> _loadedRows;
    private readonly Counter<long> _flushedRows;
    private readonly Counter<long> _flushFailures;
    private readonly Histogram<double> _flushSeconds;

    public EngineInstruments(IWriteAheadLog log, IngestMemory memory)
    {
        _appends = _meter.CreateCounter<long>("granary.appends", "{append}", "Statements appended");
        _appendedRows = _meter.CreateCounter<long>("granary.appended_rows", "{row}", "Rows appended");
        _appendedBytes = _meter.CreateCounter<long>("granary.appended_bytes", "By", "Memory that appended rows took");
        _loadedRows = _meter.CreateCounter<long>("granary.loaded_rows", "{row}", "Rows of loads committed");
        _flushedRows = _meter.CreateCounter<long>("granary.flushed_rows", "{row}", "Rows flushed into segments");
        _flushFailures = _meter.CreateCounter<long>("granary.flush_failures", "{flush}", "Flushes that failed and will be repeated");
        _flushSeconds = _meter.CreateHistogram<double>("granary.flush_duration", "s", "Time of one flush");
        _meter.CreateObservableGauge("granary.wal_bytes", () => log.SizeInBytes, "By", "Size of the write-ahead log");
        _meter.CreateObservableGauge("granary.ingest_memory_bytes", () => memory.UsedBytes, "By", "Ingest memory taken");
        _meter.CreateObservableGauge("granary.ingest_waiters", () => memory.WaiterCount, "{writer}", "Writers that wait for memory");
    }

    public void Appended(long rows, long bytes)
    {
        _appends.Add(1);
        _appendedRows.Add(rows);
        _appendedBytes.Add(bytes);
    }

    public void Loaded(long rows) => _loadedRows.Add(rows);

    public void Flushed(long rows, TimeSpan duration)
    {
        _flushedRows.Add(rows);
        _flushSeconds.Record(duration.TotalSeconds);
    }

    public void FlushFailed() => _flushFailures.Add(1);

    public void Dispose() => _meter.Dispose();
}
