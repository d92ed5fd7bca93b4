namespace Granary.Engine.Tests.ObjectStores;

[CollectionDefinition(Name)]
public sealed class S3CollectionDefinition : ICollectionFixture<S3Fixture>
{
    public const string Name = "S3";
}
