using Granary.Engine.Memtables;
using Granary.Engine.ObjectStores;
using Granary.Engine.SegmentCache;
using Granary.Engine.Segments;
using Granary.Engine.WriteAheadLog;
using Granary.Engine.WriteAheadLog.Files;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Ingest;
using Granary.Grains.Interfaces.Query;
using Granary.Testing;
using Granary.Testing.ObjectStores;
using Microsoft.Extensions.Logging.Abstractions;

namespace Granary.Engine.Tests.TableEngines;

/// <summary>
/// One table with its log, store and clock, which can be stopped, started and crashed. Calls run on a turn of their own, as
/// a grain's do.
/// </summary>
internal sealed class TableHarness : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly BareDuckDb _reader = new();
    private TaskFactory _turn = NewTurn();
    private IWriteAheadLog? _log;
    private TableEngineFactory? _factory;
    private LocalSegments? _segments;
    private SegmentCacheInstruments? _cacheInstruments;

    public TableHarness()
    {
        Objects = new FileSystemObjectStore(Directory.CreateDirectory(_directory["store"]).FullName, Clock);
        Store = new FailingObjectStore(Objects);
        WalOptions = new WalOptions { Directory = _directory["wal"], FileBytes = 1 << 20 };
        Options.Flush.HotAge = TimeSpan.FromHours(1);
        Options.Flush.LateAge = TimeSpan.FromHours(2);
    }

    public string StoreDirectory => _directory["store"];

    public ManualTimeProvider Clock { get; } = new();

    public IObjectStore Objects { get; }

    /// <summary>What the present engine sees of the store.</summary>
    public FailingObjectStore Store { get; private set; }

    public WalOptions WalOptions { get; }

    public TableEngineOptions Options { get; } = new();

    public IngestMemoryOptions MemoryOptions { get; } = new() { MaxBytes = 256 << 20 };

    public IngestMemory Memory { get; private set; } = null!;

    public TableEngine Engine { get; private set; } = null!;

    public long LoadMemoryUsed => _factory!.LoadMemory.Memory.UsedBytes;

    public IWriteAheadLog Log => _log!;

    public async Task StartAsync(WalDisk? disk = null)
    {
        _turn = NewTurn();
        Store = new FailingObjectStore(Objects);
        _log = FileWriteAheadLog.Open(WalOptions, disk ?? new WalDisk(), Clock);
        Memory = new IngestMemory(MemoryOptions, Clock);
        _cacheInstruments = new SegmentCacheInstruments();
        _segments = new LocalSegments(new SegmentCacheOptions { Directory = _directory["cache"] }, _cacheInstruments, Clock);
        _factory = new TableEngineFactory(
            _log, Memory, _segments, Options, _directory["staging"], new SegmentWriterOptions { Threads = 1 }, Clock, NullLoggerFactory.Instance);
        await ActivateAsync();
    }

    /// <summary>Another activation in the same process.</summary>
    public Task ActivateAsync()
    {
        Engine = _factory!.Create(TestRows.Table, TestRows.Schema, epoch: 1, new TableStore(Store, new ObjectPaths("t")));
        return OnTurn(() => Engine.ActivateAsync(CancellationToken.None));
    }

    public Task<AppendResult> AppendAsync(params ColumnBatch[] batches) => OnTurn(() => Engine.AppendAsync(TestRows.Request(batches), CancellationToken.None));

    public Task FlushAsync() => OnTurn(() => Engine.FlushAsync(CancellationToken.None));

    public Task<TableScan> ScanAsync(params PruningRange[] ranges) =>
        OnTurn(() => Task.FromResult(Engine.OpenScan(new TableScanRequest(["id"], ranges))));

    /// <summary>The ids that a scan gives now, in order; a row twice is there twice.</summary>
    public async Task<List<long>> IdsAsync() => Ids(await ScanAsync());

    public List<long> Ids(TableScan scan)
    {
        var ids = new List<long>();
        foreach (var batch in scan.Tail) ids.AddRange(batch.Find("id")!.Values<long>());
        if (scan.Segments.Count > 0)
        {
            var files = string.Join(", ", scan.Segments.Select(segment => $"'{Objects.TryGetLocalPath(segment.ObjectKey)}'"));
            ids.AddRange(_reader.Query($"SELECT id FROM read_parquet([{files}], hive_partitioning = false)").Select(long.Parse));
        }

        ids.Sort();
        return ids;
    }

    public List<string> Query(string sql) => _reader.Query(sql);

    public Task OnTurn(Func<Task> call) => _turn.StartNew(call).Unwrap();

    public Task<T> OnTurn<T>(Func<Task<T>> call) => _turn.StartNew(call).Unwrap();

    /// <summary>Ends in order: everything is flushed.</summary>
    public async Task StopAsync()
    {
        await OnTurn(() => Engine.DeactivateAsync(CancellationToken.None));
        await CloseAsync();
    }

    /// <summary>The process dies: what is left of it reaches neither the store nor the log.</summary>
    public async Task CrashAsync()
    {
        Store.Plan = _ => Fault.FailBefore;
        await CloseAsync();
    }

    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_log is not null) await CrashAsync();
        _reader.Dispose();
        _directory.Dispose();
    }

    private async Task CloseAsync()
    {
        await _log!.DisposeAsync();
        _log = null;
        await _factory!.DisposeAsync();
        _segments!.Dispose();
        _cacheInstruments!.Dispose();
    }

    private static TaskFactory NewTurn() =>
        new(CancellationToken.None, TaskCreationOptions.None, TaskContinuationOptions.None, new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler);
}
