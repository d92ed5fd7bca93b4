using Granary.Testing.ObjectStores;

namespace Granary.Silo.Tests.Faults;

/// <summary>One real S3 server for a class of tests, whose data survive kill -9; each test takes a bucket of its own.</summary>
public sealed class S3Fixture : IAsyncLifetime
{
    public S3Server Server { get; private set; } = null!;

    public async Task InitializeAsync() => Server = await S3Server.StartAsync(isDurable: true);

    public async Task DisposeAsync() => await Server.DisposeAsync();
}
