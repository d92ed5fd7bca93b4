using Granary.Engine;
using Granary.Engine.Memtables;
using Granary.Engine.ObjectStores;
using Granary.Engine.Query;
using Granary.Engine.SegmentCache;
using Granary.Engine.WriteAheadLog;
using Granary.Gateway;

namespace Granary.Silo.Configuration;

/// <summary>Makes each component's options from the program's.</summary>
internal static class OptionsMapping
{
    public static IServiceCollection ConfigureComponents(this IServiceCollection services, SiloOptions from) => services
        .AddSingleton(from)
        .Configure<EngineDirectories>(to => (to.Staging, to.Spill) = (from.Data.Staging, from.Data.Spill))
        .Configure<IngestMemoryOptions>(to => to.MaxBytes = from.Memory.IngestBytes)
        .Configure<ObjectStoreOptions>(from.Apply)
        .Configure<WalOptions>(from.Apply)
        .Configure<TableEngineOptions>(from.Apply)
        .Configure<QueryOptions>(from.Apply)
        .Configure<SegmentCacheOptions>(to => (to.Directory, to.MaxBytes) = (from.Data.Cache, from.MaxCacheBytes))
        .Configure<GatewayOptions>(from.Apply);

    private static void Apply(this SiloOptions from, ObjectStoreOptions to)
    {
        to.Bucket = from.Bucket;
        to.Endpoint = from.Endpoint?.ToString();
        to.AccessKeyId = from.AccessKeyId;
        to.SecretAccessKey = from.SecretAccessKey;
        to.SessionToken = from.SessionToken;
        to.Region = from.Region;
        to.TablePrefix = from.TablePrefix;
        to.Directory = from.StoreDirectory ?? from.Data.Objects;
    }

    private static void Apply(this SiloOptions from, WalOptions to)
    {
        to.Kind = from.Wal;
        to.ClusterId = from.Cluster?.Id ?? to.ClusterId;
        to.Directory = from.Data.WriteAheadLog;
        to.MaxBytes = from.MaxWalBytes;
        to.WantedBytes = Math.Min(to.WantedBytes, from.MaxWalBytes / 2);
        to.BatchQueue = from.EnableBatchQueue;
        to.BatchInterval = from.BatchInterval;
        to.MaxBatchRows = from.MaxBatchSize;
    }

    private static void Apply(this SiloOptions from, TableEngineOptions to)
    {
        to.Flush.MaxBytes = from.FlushBytes;
        to.Flush.MaxRows = from.FlushRows;
        to.Flush.HotAge = from.FlushInterval;
        to.Flush.LateAge = from.LateFlushInterval;
        to.Flush.HotDays = from.HotDays;
    }

    private static void Apply(this SiloOptions from, QueryOptions to)
    {
        to.MemoryLimitBytes = from.Memory.QueryBytes;
        to.Threads = from.QueryThreads;
        to.MaxConcurrentStatements = from.MaxQueries;
        to.MaxSpillBytes = from.MaxSpillBytes;
    }

    private static void Apply(this SiloOptions from, GatewayOptions to)
    {
        to.User = from.User;
        to.Password = from.Password;
        to.MaxConnections = from.MaxConnections;
        to.TlsCertificateFile = from.TlsCertificate;
        to.TlsKeyFile = from.TlsKey;
        to.StartupTimeout = from.StartupTimeout;
        to.SendTimeout = from.SendTimeout;
        to.MaxReceiveBytes = from.Memory.ReceiveBytes;
        to.MaxMessageBytes = from.MaxMessageBytes;
        to.MaxTransactionBytes = from.MaxTransactionBytes;
        to.StatementCacheEntries = from.StatementCacheEntries;
    }
}
