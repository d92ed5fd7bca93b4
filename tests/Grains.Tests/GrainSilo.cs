using System.Text;
using Granary.Engine;
using Granary.Engine.ObjectStores;
using Granary.Engine.SegmentCache;
using Granary.Engine.WriteAheadLog;
using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Ingest;
using Granary.Grains.Interfaces.Query;
using Granary.Grains.Interfaces.Tables;
using Granary.Runtime;
using Granary.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Granary.Grains.Tests;

/// <summary>A silo in the test's process: runtime, grains and engine over a temporary directory.</summary>
internal sealed class GrainSilo : IAsyncDisposable
{
    public const string TableName = "otel_logs_and_spans";

    private readonly ServiceProvider _services;

    public GrainSilo(TemporaryDirectory directory)
    {
        var services = new ServiceCollection();
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        services.AddActorRuntime().AddGranaryEngine().AddGranaryGrains();
        services.Configure<ObjectStoreOptions>(options => options.Directory = directory["objects"]);
        services.Configure<WalOptions>(options => (options.Directory, options.FileBytes) = (directory["wal"], 1 << 20));
        services.Configure<SegmentCacheOptions>(options => options.Directory = directory["cache"]);
        services.Configure<EngineDirectories>(options => (options.Staging, options.Spill) = (directory["staging"], directory["spill"]));
        services.Configure<TableEngineOptions>(options => options.Flush.HotAge = options.Flush.LateAge = TimeSpan.FromHours(1));
        _services = services.BuildServiceProvider();
    }

    public IProjectCatalog Projects => _services.GetRequiredService<IProjectCatalog>();

    public IActorRuntime Runtime => _services.GetRequiredService<IActorRuntime>();

    public ITableGrain Table(string project, string table = TableName) =>
        _services.GetRequiredService<IGrainFactory>().GetGrain<ITableGrain>(new TableId(new ProjectId(project), table).GrainKey);

    public Task<long> RecoverAsync() => _services.GetRequiredService<TableRecovery>().RunAsync(CancellationToken.None);

    public Task AppendAsync(string project, params string[] ids) =>
        Table(project).AppendAsync(new AppendRequest([Rows(project, ids)]), CancellationToken.None);

    /// <summary>The ids that a statement over the scan finds, in order.</summary>
    public async Task<List<string>> IdsAsync(ProjectSelection projects)
    {
        var scan = new ScanSource.Table(TableName, projects, new TableScanRequest(["id"], []));
        await using var result = await _services.GetRequiredService<IQueryService>().ExecuteAsync(
            new QueryRequest
            {
                Pieces = ["select id from ", " as rows order by id"],
                Scans = [scan],
                ResultNames = ["id"],
                ResultTypes = [DataType.Text],
            },
            CancellationToken.None);
        var ids = new List<string>();
        while (await result.ReadAsync(CancellationToken.None) is { } batch)
        {
            for (var row = 0; row < batch.RowCount; row++) ids.Add(Encoding.UTF8.GetString(batch.Columns[0].GetBytes(row)));
        }
        return ids;
    }

    /// <summary>Ends the process's life as a crash does: nothing is flushed, no grain is told.</summary>
    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static ColumnBatch Rows(string project, string[] ids)
    {
        var schema = BuiltInTables.Find(TableName)!;
        var builder = new BatchBuilder(schema);
        foreach (var id in ids)
        {
            foreach (var (column, definition) in builder.Columns.Zip(schema.Columns)) Append(column, definition, project, id);
            builder.EndRow();
        }
        return builder.ToBatch();
    }

    private static void Append(ColumnBuilder column, ColumnDefinition definition, string project, string id)
    {
        const int Day = 20_000;
        switch (definition.Name)
        {
            case "id" or "name":
                column.AppendBytes(Encoding.UTF8.GetBytes(id));
                break;
            case "project_id":
                column.AppendBytes(Encoding.UTF8.GetBytes(project));
                break;
            case "date":
                column.Append(Day);
                break;
            case "timestamp":
                column.Append(Day * 86_400_000_000L);
                break;
            case "summary":
                column.EndList();
                break;
            default:
                column.AppendNull();
                break;
        }
    }
}
