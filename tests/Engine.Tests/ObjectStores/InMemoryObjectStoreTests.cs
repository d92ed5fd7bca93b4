using Granary.Engine.ObjectStores;

namespace Granary.Engine.Tests.ObjectStores;

public sealed class InMemoryObjectStoreTests : ObjectStoreConformance
{
    protected override IObjectStore Store { get; } = new InMemoryObjectStore(TimeProvider.System);
}
