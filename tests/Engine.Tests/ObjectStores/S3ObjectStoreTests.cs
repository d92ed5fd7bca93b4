using Granary.Engine.ObjectStores;

namespace Granary.Engine.Tests.ObjectStores;

[Collection(S3CollectionDefinition.Name)]
[Trait("Needs", "S3")]
public sealed class S3ObjectStoreTests : ObjectStoreConformance, IAsyncLifetime
{
    private readonly S3ObjectStore _store;

    public S3ObjectStoreTests(S3Fixture fixture) =>
        _store = new S3ObjectStore(fixture.Server.OptionsFor(S3Fixture.Bucket), TimeProvider.System);

    protected override IObjectStore Store => _store;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        _store.Dispose();
        return Task.CompletedTask;
    }
}
