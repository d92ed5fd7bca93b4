using System.Net;
using Granary.Engine.WriteAheadLog;
using Granary.Runtime.Membership;

namespace Granary.Silo.Configuration;

/// <summary>All variables, each declared once: the program reads them through these, and the README's table is made of them.</summary>
internal static class Settings
{
    public static readonly Setting<int> HttpPort = new("PORT", "8080", "HTTP port; 0 takes a free one and names it at start.", SettingForms.Port);
    public static readonly Setting<int> PostgresPort = new("PGWIRE_PORT", "5432", "PostgreSQL port; 0 takes a free one and names it at start.", SettingForms.Port);
    public static readonly Setting<IPAddress> BindAddress = new("GRANARY_BIND_ADDRESS", "127.0.0.1", "The address that both ports listen on. `0.0.0.0` lets other machines in (needed in a container): change the password first.", SettingForms.Address);
    public static readonly Setting<int> MaxConnections = new("MAX_PG_CONNECTIONS", "100", "PostgreSQL clients at once; the next one is refused with 53300.", SettingForms.Count(1, 100_000));
    public static readonly Setting<string> User = new("GRANARY_USER", "postgres", "The user who may log in.", SettingForms.Text);
    public static readonly Setting<string> Password = new("GRANARY_PASSWORD", "postgres", "The user's password.", SettingForms.Text) { IsSecret = true };
    public static readonly Setting<string?> TlsCertificate = new("GRANARY_TLS_CERT", "", "A PEM file with the certificate (and its chain) for PostgreSQL over TLS; unset: no TLS.", SettingForms.OptionalText);
    public static readonly Setting<string?> TlsKey = new("GRANARY_TLS_KEY", "", "The PEM file of the certificate's private key.", SettingForms.OptionalText);
    public static readonly Setting<TimeSpan> StartupTimeout = new("GRANARY_STARTUP_TIMEOUT_MS", "60000", "How long a client may take to log in.", SettingForms.Milliseconds(100, 600_000));
    public static readonly Setting<TimeSpan> SendTimeout = new("GRANARY_SEND_TIMEOUT_MS", "120000", "How long a client may take nothing of what is sent to it before it is cut off.", SettingForms.Milliseconds(100, 86_400_000));
    public static readonly Setting<int> MaxMessageBytes = new("GRANARY_MAX_MESSAGE_BYTES", "1073741823", "The longest message of a client.", SettingForms.Count(65_536, 1_073_741_823));
    public static readonly Setting<long?> ReceiveMemory = new("GRANARY_RECEIVE_MEMORY_MB", "", "Messages over 64 KiB that arrive or are handled, all clients together; one that finds no room waits, then gets 53200. Unset: a sixteenth of the limit, at least 64.", SettingForms.OptionalMegabytes(1));
    public static readonly Setting<long> MaxTransactionBytes = new("GRANARY_MAX_TRANSACTION_BYTES", "268435456", "Rows that one open transaction block may hold before COMMIT; more is refused with 53200.", SettingForms.LongCount(1L << 20, 1L << 40));
    public static readonly Setting<int> StatementCacheEntries = new("GRANARY_STATEMENT_CACHE_ENTRIES", "4096", "Statements whose parsed and resolved form is kept.", SettingForms.Count(16, 1_000_000));

    public static readonly Setting<string> DataDirectory = new("GRANARY_DATA_DIR", "./data", "The directory for the write-ahead log, the cache and, without a bucket, the tables. One process at a time.", SettingForms.Text);
    public static readonly Setting<string?> Bucket = new("AWS_S3_BUCKET", "", "The S3 bucket that is the store; unset: the data directory is.", SettingForms.OptionalText);
    public static readonly Setting<Uri?> Endpoint = new("AWS_S3_ENDPOINT", "", "The address of an S3-compatible service; unset: Amazon's for the region.", SettingForms.OptionalUrl);
    public static readonly Setting<string?> AccessKeyId = new("AWS_ACCESS_KEY_ID", "", "The access key; unset: the AWS SDK's own search (profile, instance role).", SettingForms.OptionalText);
    public static readonly Setting<string?> SecretAccessKey = new("AWS_SECRET_ACCESS_KEY", "", "The secret key.", SettingForms.OptionalText) { IsSecret = true };
    public static readonly Setting<string?> SessionToken = new("AWS_SESSION_TOKEN", "", "The token of temporary credentials.", SettingForms.OptionalText) { IsSecret = true };
    public static readonly Setting<string> Region = new("AWS_REGION", "us-east-1", "The region that requests are signed for.", SettingForms.Text);
    public static readonly Setting<string> TablePrefix = new("TIMEFUSION_TABLE_PREFIX", "timefusion", "What all objects' names begin with: `{prefix}/projects/{project}/{table}/`.", SettingForms.Text);

    public static readonly Setting<bool> EnableBatchQueue = new("ENABLE_BATCH_QUEUE", "false", "Acknowledges writes before they are synced to disk. Faster, and **a crash may lose** what was acknowledged in the last `BATCH_INTERVAL_MS`.", SettingForms.Flag);
    public static readonly Setting<TimeSpan> BatchInterval = new("BATCH_INTERVAL_MS", "1000", "With the batch queue: the longest time between syncs.", SettingForms.Milliseconds(1, 3_600_000));
    public static readonly Setting<int> MaxBatchSize = new("MAX_BATCH_SIZE", "1000", "With the batch queue: rows after which it syncs early.", SettingForms.Count(1, 100_000_000));
    public static readonly Setting<long> FlushBytes = new("GRANARY_FLUSH_BYTES", "67108864", "Bytes of a table's rows in memory after which they are flushed into segments.", SettingForms.LongCount(1024, 1L << 32));
    public static readonly Setting<long> FlushRows = new("GRANARY_FLUSH_ROWS", "500000", "Rows after which they are flushed.", SettingForms.LongCount(1, 1 << 28));
    public static readonly Setting<TimeSpan> FlushInterval = new("GRANARY_FLUSH_INTERVAL_MS", "10000", "Age of the oldest row after which the newest days' rows are flushed.", SettingForms.Milliseconds(10, 86_400_000));
    public static readonly Setting<TimeSpan> LateFlushInterval = new("GRANARY_LATE_FLUSH_INTERVAL_MS", "60000", "The same for late rows (of older days), which have a lane of their own.", SettingForms.Milliseconds(10, 86_400_000));
    public static readonly Setting<int> HotDays = new("GRANARY_HOT_DAYS", "2", "Rows of today and of this many days before are not late.", SettingForms.Count(0, 36_500));

    public static readonly Setting<long?> MemoryLimit = new("GRANARY_MEMORY_LIMIT_MB", "", "The memory that budgets are worked out from; unset: the container's limit, else the machine's memory.", SettingForms.OptionalMegabytes(256));
    public static readonly Setting<long?> IngestMemory = new("GRANARY_INGEST_MEMORY_MB", "", "Rows between write and flush, all tables together; writers wait, then get 53200. Unset: a quarter of the limit, at most 4096.", SettingForms.OptionalMegabytes(8));
    public static readonly Setting<long?> QueryMemory = new("GRANARY_QUERY_MEMORY_MB", "", "All statements together; more spills to disk, then fails with 53200. Unset: 40 % of the limit.", SettingForms.OptionalMegabytes(64));
    public static readonly Setting<int> QueryThreads = new("GRANARY_QUERY_THREADS", "0", "Threads that execute statements; 0: as many as there are cores.", SettingForms.Count(0, 1024));
    public static readonly Setting<int> MaxQueries = new("GRANARY_MAX_QUERIES", "32", "Statements that run at once; more wait, then get 53300.", SettingForms.Count(1, 1024));
    public static readonly Setting<long?> SpillMax = new("GRANARY_SPILL_MAX_MB", "16384", "Disk for what statements spill, under the data directory.", SettingForms.OptionalMegabytes(0));
    public static readonly Setting<long?> CacheMax = new("GRANARY_CACHE_MAX_MB", "10240", "Disk for the cache of segments (with a bucket), under the data directory.", SettingForms.OptionalMegabytes(16));
    public static readonly Setting<long?> WalMax = new("GRANARY_WAL_MAX_MB", "10240", "Disk for the write-ahead log; when the store is away so long that it is full, writers get 53100.", SettingForms.OptionalMegabytes(64));

    public static readonly Setting<WalKind> Wal = new("GRANARY_WAL", "", "Where the write-ahead log lies: `file`, a directory of this process, or `postgres`, the configuration database. Unset: `file`, in a cluster `postgres`, where `file` can't be.", SettingForms.OptionalWal);
    public static readonly Setting<MemberRole> Role = new("GRANARY_ROLE", "all", "`all`, or in a cluster `silo` (hosts tables) or `gateway` (speaks to clients).", SettingForms.Role);
    public static readonly Setting<string?> ConfigDatabaseUrl = new("TIMEFUSION_CONFIG_DATABASE_URL", "", "The PostgreSQL database by which the processes of a cluster agree, as `postgresql://user:password@host:5432/database` or in Npgsql's form `Host=…;Database=…`; unset: this process is alone.", SettingForms.OptionalText) { IsSecret = true };
    public static readonly Setting<string?> DatabaseUrl = new("DATABASE_URL", "", "The same, when `TIMEFUSION_CONFIG_DATABASE_URL` is unset.", SettingForms.OptionalText) { IsSecret = true };
    public static readonly Setting<string> ClusterId = new("GRANARY_CLUSTER_ID", "granary", "The cluster: processes with the same name in the same database work together.", SettingForms.ClusterName);
    public static readonly Setting<int> ClusterPort = new("GRANARY_CLUSTER_PORT", "11111", "The port on which a silo answers the other processes; 0 takes a free one.", SettingForms.Port);
    public static readonly Setting<IPAddress> ClusterBind = new("GRANARY_CLUSTER_BIND", "127.0.0.1", "The address that it listens on. Beyond this machine only with a secret or certificates.", SettingForms.Address);
    public static readonly Setting<string?> AdvertisedHost = new("GRANARY_ADVERTISED_HOST", "", "The name or address under which the others reach this process; unset: the bound address, or the machine's name when that is `0.0.0.0`.", SettingForms.OptionalText);
    public static readonly Setting<string?> ClusterSecret = new("GRANARY_CLUSTER_SECRET", "", "What all processes of the cluster share and nobody else knows.", SettingForms.OptionalText) { IsSecret = true };
    public static readonly Setting<string?> ClusterTlsCertificate = new("GRANARY_CLUSTER_TLS_CERT", "", "A PEM file with this process's certificate: messages go over TLS, and only between processes with certificates of the same authority.", SettingForms.OptionalText);
    public static readonly Setting<string?> ClusterTlsKey = new("GRANARY_CLUSTER_TLS_KEY", "", "The PEM file of its private key.", SettingForms.OptionalText);
    public static readonly Setting<string?> ClusterTlsAuthority = new("GRANARY_CLUSTER_TLS_CA", "", "A PEM file with the certificates of the authority that signs the cluster's, and nobody else's.", SettingForms.OptionalText);
    public static readonly Setting<string?> StoreDirectory = new("GRANARY_STORE_DIR", "", "The directory of the tables when there is no bucket; unset: in the data directory. A cluster without a bucket needs it, and all its silos on one machine.", SettingForms.OptionalText);

    public static readonly Setting<LogLevel> LogLevel = new("GRANARY_LOG_LEVEL", "Information", "Least level of log lines on standard output.", SettingForms.Level);
    public static readonly Setting<Uri?> OtlpEndpoint = new("OTEL_EXPORTER_OTLP_ENDPOINT", "", "Where Granary's own traces and metrics go by OTLP; unset: nowhere.", SettingForms.OptionalUrl);
    public static readonly Setting<string> OtlpProtocol = new("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc", "`grpc` or `http/protobuf`.", new SettingForm<string>(static (string text, out string value) => (value = text) is "grpc" or "http/protobuf", "grpc or http/protobuf"));
    public static readonly Setting<string> ServiceName = new("OTEL_SERVICE_NAME", "granary", "The name under which they go.", SettingForms.Text);

    /// <summary>All of them, in the README's order.</summary>
    public static readonly IReadOnlyList<Setting> All =
    [
        HttpPort, PostgresPort, BindAddress, MaxConnections, User, Password, TlsCertificate, TlsKey,
        StartupTimeout, SendTimeout, MaxMessageBytes, ReceiveMemory, MaxTransactionBytes, StatementCacheEntries,
        DataDirectory, Bucket, Endpoint, AccessKeyId, SecretAccessKey, SessionToken, Region, TablePrefix,
        EnableBatchQueue, BatchInterval, MaxBatchSize, FlushBytes, FlushRows, FlushInterval, LateFlushInterval, HotDays,
        MemoryLimit, IngestMemory, QueryMemory, QueryThreads, MaxQueries, SpillMax, CacheMax, WalMax, Wal,
        Role, ConfigDatabaseUrl, DatabaseUrl, ClusterId, ClusterPort, ClusterBind, AdvertisedHost,
        ClusterSecret, ClusterTlsCertificate, ClusterTlsKey, ClusterTlsAuthority, StoreDirectory,
        LogLevel, OtlpEndpoint, OtlpProtocol, ServiceName,
    ];
}
