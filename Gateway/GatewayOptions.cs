using System.ComponentModel.DataAnnotations;

namespace Granary.Gateway;

/// <summary>How the PostgreSQL port meets its clients.</summary>
public sealed class GatewayOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Gateway";

    /// <summary>The user who may log in. `GRANARY_USER`. Default `postgres`.</summary>
    [Required]
    public string User { get; set; } = "postgres";

    /// <summary>The user's password, kept only as a SCRAM verifier once the server runs. `GRANARY_PASSWORD`. Default `postgres`.</summary>
    [Required]
    public string Password { get; set; } = "postgres";

    /// <summary>The most clients at once; the next one gets 53300. Each costs some 100 kB. `MAX_PG_CONNECTIONS`. Default 100.</summary>
    [Range(1, 262_143)]
    public int MaxConnections { get; set; } = 100;

    /// <summary>A PEM file with the server's certificate and its chain; without one, TLS is refused. `GRANARY_TLS_CERT`.</summary>
    public string? TlsCertificateFile { get; set; }

    /// <summary>The PEM file of the certificate's private key; the certificate's own file by default. `GRANARY_TLS_KEY`.</summary>
    public string? TlsKeyFile { get; set; }

    /// <summary>How long a client may take to log in; a slow or silent one is cut off. `GRANARY_STARTUP_TIMEOUT_MS`. Default one minute.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan StartupTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The longest message of a client. Memory grows with what has come, not with what was announced.
    /// `GRANARY_MAX_MESSAGE_BYTES`. Default and most 1 GiB - 1, as PostgreSQL.
    /// </summary>
    [Range(65_536, 1_073_741_823)]
    public int MaxMessageBytes { get; set; } = 1_073_741_823;

    /// <summary>
    /// What large messages of all clients together may take while they arrive and are handled. A message that finds no room
    /// waits, then is refused with 53200. `GRANARY_RECEIVE_MEMORY_MB`. Default 256 MiB.
    /// </summary>
    [Range(1L << 20, long.MaxValue)]
    public long MaxReceiveBytes { get; set; } = 256L << 20;

    /// <summary>How long a message waits for room. Default 10 s.</summary>
    public TimeSpan ReceiveWait { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a client may take nothing of what is sent to it before it is cut off. Its statement may end earlier, by
    /// `statement_timeout`. `GRANARY_SEND_TIMEOUT_MS`. Default two minutes.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// The most bytes of rows that one open transaction may hold before COMMIT; more is refused with 53200. A single
    /// statement outside a transaction block isn't bound by it. `GRANARY_MAX_TRANSACTION_BYTES`. Default 256 MiB.
    /// </summary>
    [Range(1L << 20, 1L << 40)]
    public long MaxTransactionBytes { get; set; } = 256L << 20;

    /// <summary>The most texts whose parsed and resolved form is kept for all sessions together. `GRANARY_STATEMENT_CACHE_ENTRIES`. Default 4096.</summary>
    [Range(16, 1_000_000)]
    public int StatementCacheEntries { get; set; } = 4096;

    /// <summary>How long running statements may take when the server stops, before they are cut off. Default 5 s.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(5);
}
