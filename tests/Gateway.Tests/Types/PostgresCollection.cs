using Granary.Testing.Postgres;

namespace Granary.Gateway.Tests.Types;

/// <summary>One real PostgreSQL for all tests that compare with it.</summary>
[CollectionDefinition(nameof(PostgresCollection))]
public sealed class PostgresCollection : ICollectionFixture<PostgresFixture>;

/// <summary>The server.</summary>
public sealed class PostgresFixture : IDisposable
{
    public PostgresServer Server { get; } = new();

    public void Dispose() => Server.Dispose();
}
