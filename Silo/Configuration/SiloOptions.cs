using System.Net;
using Granary.Silo.Resources;

namespace Granary.Silo.Configuration;

/// <summary>The configuration, typed and checked. Each component's own options are made from it in <see cref="OptionsMapping"/>.</summary>
internal sealed record SiloOptions
{
    public required IPAddress BindAddress { get; init; }

    public required int HttpPort { get; init; }

    public required int PostgresPort { get; init; }

    public required int MaxConnections { get; init; }

    public required string User { get; init; }

    public required string Password { get; init; }

    public required string? TlsCertificate { get; init; }

    public required string? TlsKey { get; init; }

    public required TimeSpan StartupTimeout { get; init; }

    public required int MaxMessageBytes { get; init; }

    public required long MaxTransactionBytes { get; init; }

    public required int StatementCacheEntries { get; init; }

    public required DataDirectory Data { get; init; }

    public required string? Bucket { get; init; }

    public required Uri? Endpoint { get; init; }

    public required string? AccessKeyId { get; init; }

    public required string? SecretAccessKey { get; init; }

    public required string? SessionToken { get; init; }

    public required string Region { get; init; }

    public required string TablePrefix { get; init; }

    public required bool EnableBatchQueue { get; init; }

    public required TimeSpan BatchInterval { get; init; }

    public required int MaxBatchSize { get; init; }

    public required long FlushBytes { get; init; }

    public required long FlushRows { get; init; }

    public required TimeSpan FlushInterval { get; init; }

    public required TimeSpan LateFlushInterval { get; init; }

    public required int HotDays { get; init; }

    public required MemoryBudget Memory { get; init; }

    public required int QueryThreads { get; init; }

    public required int MaxQueries { get; init; }

    public required long MaxSpillBytes { get; init; }

    public required long MaxCacheBytes { get; init; }

    public required long MaxWalBytes { get; init; }

    public required LogLevel LogLevel { get; init; }

    public required Uri? OtlpEndpoint { get; init; }

    public required string OtlpProtocol { get; init; }

    public required string ServiceName { get; init; }

    /// <summary>Reads and checks everything; throws <see cref="SetupException"/> naming the first bad variable.</summary>
    public static SiloOptions Read(SettingValues values)
    {
        var options = new SiloOptions
        {
            BindAddress = values.Get(Settings.BindAddress),
            HttpPort = values.Get(Settings.HttpPort),
            PostgresPort = values.Get(Settings.PostgresPort),
            MaxConnections = values.Get(Settings.MaxConnections),
            User = values.Get(Settings.User),
            Password = values.Get(Settings.Password),
            TlsCertificate = values.Get(Settings.TlsCertificate),
            TlsKey = values.Get(Settings.TlsKey),
            StartupTimeout = values.Get(Settings.StartupTimeout),
            MaxMessageBytes = values.Get(Settings.MaxMessageBytes),
            MaxTransactionBytes = values.Get(Settings.MaxTransactionBytes),
            StatementCacheEntries = values.Get(Settings.StatementCacheEntries),
            Data = new DataDirectory(values.Get(Settings.DataDirectory)),
            Bucket = values.Get(Settings.Bucket),
            Endpoint = values.Get(Settings.Endpoint),
            AccessKeyId = values.Get(Settings.AccessKeyId),
            SecretAccessKey = values.Get(Settings.SecretAccessKey),
            SessionToken = values.Get(Settings.SessionToken),
            Region = values.Get(Settings.Region),
            TablePrefix = values.Get(Settings.TablePrefix),
            EnableBatchQueue = values.Get(Settings.EnableBatchQueue),
            BatchInterval = values.Get(Settings.BatchInterval),
            MaxBatchSize = values.Get(Settings.MaxBatchSize),
            FlushBytes = values.Get(Settings.FlushBytes),
            FlushRows = values.Get(Settings.FlushRows),
            FlushInterval = values.Get(Settings.FlushInterval),
            LateFlushInterval = values.Get(Settings.LateFlushInterval),
            HotDays = values.Get(Settings.HotDays),
            Memory = MemoryBudget.Divide(
                values.Get(Settings.MemoryLimit) ?? MachineMemory.LimitInBytes(), values.Get(Settings.IngestMemory), values.Get(Settings.QueryMemory)),
            QueryThreads = values.Get(Settings.QueryThreads),
            MaxQueries = values.Get(Settings.MaxQueries),
            MaxSpillBytes = values.Get(Settings.SpillMax) ?? 0,
            MaxCacheBytes = values.Get(Settings.CacheMax) ?? 0,
            MaxWalBytes = values.Get(Settings.WalMax) ?? 0,
            LogLevel = values.Get(Settings.LogLevel),
            OtlpEndpoint = values.Get(Settings.OtlpEndpoint),
            OtlpProtocol = values.Get(Settings.OtlpProtocol),
            ServiceName = values.Get(Settings.ServiceName),
        };
        options.CheckTogether();
        return options;
    }

    private void CheckTogether()
    {
        if (PostgresPort == HttpPort && PostgresPort != 0)
            throw new SetupException($"PORT and PGWIRE_PORT can't both be {HttpPort}.");
        if (AccessKeyId is null != SecretAccessKey is null)
            throw new SetupException($"AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY belong together; only {(AccessKeyId is null ? "the secret" : "the id")} is set.");
        if (Bucket is null && Endpoint is not null)
            throw new SetupException("AWS_S3_ENDPOINT is set, but AWS_S3_BUCKET isn't: name the bucket, or unset the endpoint to keep the tables in GRANARY_DATA_DIR.");
        if (TlsKey is not null && TlsCertificate is null)
            throw new SetupException("GRANARY_TLS_KEY is set, but GRANARY_TLS_CERT isn't.");
        if (Memory.IngestBytes + Memory.QueryBytes > Memory.LimitBytes)
            throw new SetupException("GRANARY_INGEST_MEMORY_MB and GRANARY_QUERY_MEMORY_MB together are more than the memory there is.");
    }
}
