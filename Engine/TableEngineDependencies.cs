using Granary.Engine.Delta;
using Granary.Engine.Loads;
using Granary.Engine.Memtables;
using Granary.Engine.SegmentCache;
using Granary.Engine.Segments;
using Granary.Engine.WriteAheadLog;
using Microsoft.Extensions.Logging;

namespace Granary.Engine;

/// <summary>What all table engines of a silo share.</summary>
internal sealed record TableEngineDependencies(
    IWriteAheadLog Log, IngestMemory Memory, LoadMemory LoadMemory, LocalSegments LocalSegments, SegmentWriter SegmentWriter, ILogCheckpointFormat LogCheckpoints,
    TableEngineOptions Options, EngineInstruments Instruments, TimeProvider Time, ILogger Logger);
