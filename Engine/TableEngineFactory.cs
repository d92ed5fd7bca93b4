using Granary.Engine.Delta;
using Granary.Engine.Loads;
using Granary.Engine.Memtables;
using Granary.Engine.SegmentCache;
using Granary.Engine.Segments;
using Granary.Engine.WriteAheadLog;
using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Tables;
using Microsoft.Extensions.Logging;

namespace Granary.Engine;

/// <summary>Makes the engines of a silo's tables around what they share: log, memory, segment writer.</summary>
public sealed class TableEngineFactory : IAsyncDisposable
{
    private const long LogCheckpointMemoryBytes = 256L << 20;
    private readonly TableEngineDependencies _dependencies;
    private readonly DuckDbLogCheckpointFormat _logCheckpoints = new(LogCheckpointMemoryBytes);

    /// <summary>Opens what is shared.</summary>
    /// <param name="log">The write-ahead log; stays the caller's.</param>
    /// <param name="memory">The memory for ingest.</param>
    /// <param name="localSegments">Where segments just written are kept for queries; stays the caller's.</param>
    /// <param name="options">The settings.</param>
    /// <param name="stagingDirectory">Where segments are encoded before they are uploaded; emptied of what a crash left there.</param>
    /// <param name="segmentWriterOptions">The limits of encoding.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Where engines log.</param>
    internal TableEngineFactory(
        IWriteAheadLog log, IngestMemory memory, LocalSegments localSegments, TableEngineOptions options, string stagingDirectory,
        SegmentWriterOptions segmentWriterOptions, TimeProvider time, ILoggerFactory loggers)
    {
        Directory.CreateDirectory(stagingDirectory);
        foreach (var file in Directory.EnumerateFiles(stagingDirectory, "*.parquet")) File.Delete(file);
        var writer = new SegmentWriter(segmentWriterOptions, stagingDirectory);
        _dependencies = new TableEngineDependencies(
            log, memory, new LoadMemory(options.Loads, time), localSegments, writer, _logCheckpoints, options, new EngineInstruments(log, memory), time, loggers.CreateLogger<TableEngine>());
    }

    /// <summary>What loads share.</summary>
    internal LoadMemory LoadMemory => _dependencies.LoadMemory;

    /// <summary>Makes the engine of a table; activate it before use.</summary>
    /// <param name="table">The table.</param>
    /// <param name="schema">Its columns.</param>
    /// <param name="epoch">The epoch under which the caller owns the grain; rises with each owner.</param>
    /// <param name="store">Where the project's tables lie.</param>
    public TableEngine Create(TableId table, TableSchema schema, long epoch, TableStore store) => new(table, schema, epoch, store, _dependencies);

    /// <summary>Closes what is shared; all engines must be deactivated.</summary>
    public ValueTask DisposeAsync()
    {
        _dependencies.SegmentWriter.Dispose();
        _dependencies.Instruments.Dispose();
        _logCheckpoints.Dispose();
        return ValueTask.CompletedTask;
    }
}
