using Granary.Testing.ObjectStores;

namespace Granary.Engine.Tests.ObjectStores;

/// <summary>One real S3 service for all tests that need one; they run one after the other, since some stop it.</summary>
public sealed class S3Fixture : IAsyncLifetime
{
    public const string Bucket = "granary-tests";

    private S3Server? _server;

    public S3Server Server => _server ?? throw new InvalidOperationException("The server has not been started.");

    public async Task InitializeAsync()
    {
        _server = await S3Server.StartAsync();
        await _server.CreateBucketAsync(Bucket);
    }

    public async Task DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }
}
