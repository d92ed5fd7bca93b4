using Amazon;
using Amazon.Runtime;
using Amazon.S3;

namespace Granary.Engine.ObjectStores;

/// <summary>
/// The SDK's clients of one bucket: one for the Delta log and other small requests, one for data, so that a commit never
/// waits for a connection that uploads a segment.
/// </summary>
internal sealed class S3Clients : IDisposable
{
    /// <summary>The SDK's own limit is out of the way: it doesn't cover bodies, and <see cref="S3Calls"/> does both.</summary>
    private static readonly TimeSpan SdkTimeout = TimeSpan.FromDays(1);

    public S3Clients(ObjectStoreOptions options)
    {
        Log = Make(options);
        Data = Make(options);
    }

    public AmazonS3Client Log { get; }

    public AmazonS3Client Data { get; }

    public AmazonS3Client For(string key) => TablePaths.IsLogObject(key) ? Log : Data;

    public void Dispose()
    {
        Log.Dispose();
        Data.Dispose();
    }

    private static AmazonS3Client Make(ObjectStoreOptions options)
    {
        var config = new AmazonS3Config
        {
            ForcePathStyle = true,
            // with the default WHEN_SUPPORTED, Ceph and others refuse every body (XAmzContentSHA256Mismatch)
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            // both are needed for "no retry": the second counter is the SDK's own and hidden
            MaxErrorRetry = 0,
            MaxStaleConnectionRetries = 0,
            Timeout = SdkTimeout,
            ConnectTimeout = options.ConnectTimeout,
            MaxConnectionsPerServer = options.MaxConnections,
            // the SDK shares HttpClients between equal configurations; each of these wants its own connections
            CacheHttpClient = false,
        };
        if (options.Endpoint is { } endpoint)
        {
            config.ServiceURL = endpoint;
            config.AuthenticationRegion = options.Region;
        }
        else
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(options.Region);
        }
        return MakeCredentials(options) is { } credentials ? new AmazonS3Client(credentials, config) : new AmazonS3Client(config);
    }

    private static AWSCredentials? MakeCredentials(ObjectStoreOptions options)
    {
        if (options.AccessKeyId is null) return null;
        return options.SessionToken is { Length: > 0 } token
            ? new SessionAWSCredentials(options.AccessKeyId, options.SecretAccessKey, token)
            : new BasicAWSCredentials(options.AccessKeyId, options.SecretAccessKey);
    }
}
