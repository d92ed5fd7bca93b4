using System.Net;
using Granary.Engine.WriteAheadLog;
using Granary.Silo.Resources;

namespace Granary.Silo.Configuration;

/// <summary>The configuration, typed and checked. Each component's own options are made from it in <see cref="OptionsMapping"/>.</summary>
/// <param name="values">What was set; the first bad variable is a <see cref="SetupException"/> that names it.</param>
internal sealed class SiloOptions(SettingValues values)
{
    private readonly WalKind _wal = values.Get(Settings.Wal);

    public IPAddress BindAddress { get; } = values.Get(Settings.BindAddress);
    public int HttpPort { get; } = values.Get(Settings.HttpPort);
    public int PostgresPort { get; } = values.Get(Settings.PostgresPort);
    public int MaxConnections { get; } = values.Get(Settings.MaxConnections);

    public string User { get; } = values.Get(Settings.User);
    public string Password { get; } = values.Get(Settings.Password);
    public string? TlsCertificate { get; } = values.Get(Settings.TlsCertificate);
    public string? TlsKey { get; } = values.Get(Settings.TlsKey);

    public TimeSpan StartupTimeout { get; } = values.Get(Settings.StartupTimeout);
    public TimeSpan SendTimeout { get; } = values.Get(Settings.SendTimeout);
    public int MaxMessageBytes { get; } = values.Get(Settings.MaxMessageBytes);
    public long MaxTransactionBytes { get; } = values.Get(Settings.MaxTransactionBytes);
    public int StatementCacheEntries { get; } = values.Get(Settings.StatementCacheEntries);

    public DataDirectory Data { get; } = new DataDirectory(values.Get(Settings.DataDirectory));
    public string? Bucket { get; } = values.Get(Settings.Bucket);
    public Uri? Endpoint { get; } = values.Get(Settings.Endpoint);
    public string? AccessKeyId { get; } = values.Get(Settings.AccessKeyId);
    public string? SecretAccessKey { get; } = values.Get(Settings.SecretAccessKey);
    public string? SessionToken { get; } = values.Get(Settings.SessionToken);
    public string Region { get; } = values.Get(Settings.Region);
    public string TablePrefix { get; } = values.Get(Settings.TablePrefix);

    public bool EnableBatchQueue { get; } = values.Get(Settings.EnableBatchQueue);
    public TimeSpan BatchInterval { get; } = values.Get(Settings.BatchInterval);
    public int MaxBatchSize { get; } = values.Get(Settings.MaxBatchSize);
    public long FlushBytes { get; } = values.Get(Settings.FlushBytes);
    public long FlushRows { get; } = values.Get(Settings.FlushRows);
    public TimeSpan FlushInterval { get; } = values.Get(Settings.FlushInterval);
    public TimeSpan LateFlushInterval { get; } = values.Get(Settings.LateFlushInterval);
    public int HotDays { get; } = values.Get(Settings.HotDays);

    public MemoryBudget Memory { get; } = MemoryBudget.Divide(
        values.Get(Settings.MemoryLimit) ?? MachineMemory.LimitInBytes(), values.Get(Settings.IngestMemory), values.Get(Settings.QueryMemory), values.Get(Settings.ReceiveMemory));
    public int QueryThreads { get; } = values.Get(Settings.QueryThreads);
    public int MaxQueries { get; } = values.Get(Settings.MaxQueries);
    public long MaxSpillBytes { get; } = values.Get(Settings.SpillMax) ?? 0;
    public long MaxCacheBytes { get; } = values.Get(Settings.CacheMax) ?? 0;
    public long MaxWalBytes { get; } = values.Get(Settings.WalMax) ?? 0;

    /// <summary>What the cluster needs; null when this process is alone.</summary>
    public ClusterOptions? Cluster { get; } = ClusterOptions.Read(values);

    /// <summary>Where the write-ahead log lies.</summary>
    public WalKind Wal => _wal != WalKind.Unspecified ? _wal : Cluster is null ? WalKind.File : WalKind.Postgres;

    /// <summary>The directory of the tables when there is no bucket; null for the data directory's.</summary>
    public string? StoreDirectory { get; } = values.Get(Settings.StoreDirectory) is { } directory ? Path.GetFullPath(directory) : null;

    public LogLevel LogLevel { get; } = values.Get(Settings.LogLevel);
    public Uri? OtlpEndpoint { get; } = values.Get(Settings.OtlpEndpoint);
    public string OtlpProtocol { get; } = values.Get(Settings.OtlpProtocol);
    public string ServiceName { get; } = values.Get(Settings.ServiceName);

    /// <summary>Reads and checks everything; throws <see cref="SetupException"/> naming the first bad variable.</summary>
    public static SiloOptions Read(SettingValues values)
    {
        var options = new SiloOptions(values);
        options.CheckLog();
        options.CheckTogether();
        return options;
    }

    private void CheckLog()
    {
        if (Cluster is null && Wal == WalKind.Postgres)
            throw new SetupException("GRANARY_WAL=postgres keeps the log in the configuration database: name that by TIMEFUSION_CONFIG_DATABASE_URL (or DATABASE_URL).");
        if (Cluster is not null && Wal == WalKind.File)
            throw new SetupException("GRANARY_WAL=file can't be used in a cluster: the other silos can't read a lost silo's directory. Unset it, or set postgres.");
        if (EnableBatchQueue && Wal != WalKind.File)
            throw new SetupException("ENABLE_BATCH_QUEUE works with GRANARY_WAL=file only, and so not in a cluster: a shared log answers when the rows are stored.");
    }

    private void CheckTogether()
    {
        Cluster?.Check(Bucket is not null || StoreDirectory is not null);
        if (PostgresPort == HttpPort && PostgresPort != 0)
            throw new SetupException($"PORT and PGWIRE_PORT can't both be {HttpPort}.");
        if (AccessKeyId is null != SecretAccessKey is null)
            throw new SetupException($"AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY belong together; only {(AccessKeyId is null ? "the secret" : "the id")} is set.");
        if (Bucket is not null && StoreDirectory is not null)
            throw new SetupException("AWS_S3_BUCKET and GRANARY_STORE_DIR can't both say where the tables are: unset one.");
        if (Bucket is null && Endpoint is not null)
            throw new SetupException("AWS_S3_ENDPOINT is set, but AWS_S3_BUCKET isn't: name the bucket, or unset the endpoint to keep the tables in GRANARY_DATA_DIR.");
        if (TlsKey is not null && TlsCertificate is null)
            throw new SetupException("GRANARY_TLS_KEY is set, but GRANARY_TLS_CERT isn't.");
        if (Memory.IngestBytes + Memory.QueryBytes + Memory.ReceiveBytes > Memory.LimitBytes)
            throw new SetupException("GRANARY_INGEST_MEMORY_MB, GRANARY_QUERY_MEMORY_MB and GRANARY_RECEIVE_MEMORY_MB together are more than the memory there is.");
    }
}
