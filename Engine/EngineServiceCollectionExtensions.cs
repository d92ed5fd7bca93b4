using Granary.Engine.Memtables;
using Granary.Engine.ObjectStores;
using Granary.Engine.Query;
using Granary.Engine.SegmentCache;
using Granary.Engine.Segments;
using Granary.Engine.WriteAheadLog;
using Granary.Engine.WriteAheadLog.Files;
using Granary.Engine.WriteAheadLog.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Granary.Engine;

/// <summary>Registers the engine.</summary>
public static class EngineServiceCollectionExtensions
{
    /// <summary>
    /// Adds the engine's parts; the host configures their options. The write-ahead log is opened, locked and read when it is
    /// first asked for, which may take seconds: the host does that when it is ready to wait. A `postgres` log needs the
    /// host's NpgsqlDataSource of the configuration database.
    /// </summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddGranaryEngine(this IServiceCollection services)
    {
        services.AddOptions<EngineDirectories>();
        services.AddOptions<WalOptions>();
        services.AddOptions<ObjectStoreOptions>();
        services.AddOptions<SegmentCacheOptions>();
        services.AddOptions<SegmentWriterOptions>();
        services.AddOptions<IngestMemoryOptions>();
        services.AddOptions<QueryOptions>();
        services.AddOptions<TableEngineOptions>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ObjectStoreOptions>, ObjectStoreOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ObjectStoreInstruments>();
        services.TryAddSingleton<SegmentCacheInstruments>();
        services.TryAddSingleton(Store);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<WalOptions>, WalOptionsValidator>());
        services.TryAddSingleton(Log);
        services.TryAddSingleton(provider => new IngestMemory(Options<IngestMemoryOptions>(provider), Time(provider)));
        services.TryAddSingleton(provider => new LocalSegments(
            Options<SegmentCacheOptions>(provider), provider.GetRequiredService<SegmentCacheInstruments>(), Time(provider)));
        services.TryAddSingleton(Queries);
        services.TryAddSingleton(Tables);
        return services;
    }

    private static TableStore Store(IServiceProvider provider)
    {
        var options = Options<ObjectStoreOptions>(provider);
        // Jitter of retries only: each process its own.
        var random = new Random(unchecked((int)Time(provider).GetTimestamp()));
        var factory = new ObjectStoreFactory(provider.GetRequiredService<ObjectStoreInstruments>(), Time(provider), random);
        return new TableStore(factory.Create(options), new ObjectPaths(options.TablePrefix));
    }

    private static IWriteAheadLog Log(IServiceProvider provider)
    {
        var options = Options<WalOptions>(provider);
        return options.Kind switch
        {
            WalKind.Postgres => new PostgresWriteAheadLog(
                provider.GetRequiredService<NpgsqlDataSource>(), options, Time(provider), provider.GetRequiredService<ILogger<PostgresWriteAheadLog>>()),
            WalKind.File => FileWriteAheadLog.Open(options, Time(provider)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static QueryEngine Queries(IServiceProvider provider)
    {
        var segments = provider.GetRequiredService<LocalSegments>();
        var store = Options<ObjectStoreOptions>(provider);
        string[] readable = store.Bucket is null ? [Path.GetFullPath(store.Directory)] : [segments.DirectoryPath];
        return new QueryEngine(
            Options<QueryOptions>(provider),
            segments,
            provider.GetRequiredService<TableStore>().Objects,
            readable,
            Options<EngineDirectories>(provider).Spill,
            Time(provider));
    }

    private static TableEngineFactory Tables(IServiceProvider provider) => new(
        provider.GetRequiredService<IWriteAheadLog>(),
        provider.GetRequiredService<IngestMemory>(),
        provider.GetRequiredService<LocalSegments>(),
        Options<TableEngineOptions>(provider),
        Options<EngineDirectories>(provider).Staging,
        Options<SegmentWriterOptions>(provider),
        Time(provider),
        provider.GetRequiredService<ILoggerFactory>());

    private static T Options<T>(IServiceProvider provider)
        where T : class => provider.GetRequiredService<IOptions<T>>().Value;

    private static TimeProvider Time(IServiceProvider provider) => provider.GetRequiredService<TimeProvider>();
}
