using System.ComponentModel.DataAnnotations;

namespace Granary.Engine.ObjectStores;

/// <summary>Where a project's objects lie and how long a request may take. Checked by <see cref="ObjectStoreOptionsValidator"/>.</summary>
public sealed class ObjectStoreOptions
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "ObjectStore";

    /// <summary>The bucket (AWS_S3_BUCKET). Unset: the local directory is the store. Default unset.</summary>
    public string? Bucket { get; set; }

    /// <summary>
    /// The service's http or https address (AWS_S3_ENDPOINT), addressed by path. Unset: Amazon's, for the region.
    /// Default unset.
    /// </summary>
    public string? Endpoint { get; set; }

    /// <summary>
    /// The access key (AWS_ACCESS_KEY_ID). Unset together with the secret: the SDK's own search (instance role, profile).
    /// Default unset.
    /// </summary>
    public string? AccessKeyId { get; set; }

    /// <summary>The secret key (AWS_SECRET_ACCESS_KEY). Never logged. Default unset.</summary>
    public string? SecretAccessKey { get; set; }

    /// <summary>The token of temporary credentials (AWS_SESSION_TOKEN). Never logged. Default unset.</summary>
    public string? SessionToken { get; set; }

    /// <summary>The region that requests are signed for (AWS_REGION). Default us-east-1.</summary>
    [Required]
    public string Region { get; set; } = "us-east-1";

    /// <summary>The beginning of every object's key (TIMEFUSION_TABLE_PREFIX). Default timefusion.</summary>
    [Required]
    public string TablePrefix { get; set; } = "timefusion";

    /// <summary>The directory that is the store when there is no bucket. Default data/objects.</summary>
    [Required]
    public string Directory { get; set; } = "data/objects";

    /// <summary>
    /// How long opening a connection may take. Short, so that a black-holed address doesn't eat a request's time.
    /// Default 5 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:05:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a request for an object of a Delta log, a listing, a HEAD or a delete may take with its body. These are
    /// small and a statement or a commit waits for them: shorter finds a dead server sooner, too short makes unknown
    /// commits of slow ones. Default 10 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:10:00")]
    public TimeSpan LogRequestTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long any other request may take until its answer begins, apart from the body it sends. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "01:00:00")]
    public TimeSpan DataRequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a body may stand still while it is received. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:10:00")]
    public TimeSpan BodyStallTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The slowest upload that is waited for: a request's time grows by its body's bytes over this. Default 1 MiB a second.
    /// </summary>
    [Range(1024, long.MaxValue)]
    public long MinUploadBytesPerSecond { get; set; } = 1 << 20;

    /// <summary>Connections to the endpoint at most, for data and for logs each. Default 64.</summary>
    [Range(1, 10_000)]
    public int MaxConnections { get; set; } = 64;

    /// <summary>How often a request that failed for a passing reason is made at most, the first try included. Default 5.</summary>
    [Range(1, 100)]
    public int MaxAttempts { get; set; } = 5;

    /// <summary>The pause before the second try; later ones double it, each with jitter. Default 100 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest pause between tries. Default 3 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>All tries of one request on a log object together, pauses included. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "01:00:00")]
    public TimeSpan LogTotalTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>All tries of one request on any other object together, pauses included. Default 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "1.00:00:00")]
    public TimeSpan DataTotalTimeout { get; set; } = TimeSpan.FromMinutes(5);
}
