using System.Net;
using System.Net.Sockets;
using System.Text;
using Granary.Grains.Interfaces.Errors;
using Granary.Runtime.ConfigurationDatabase;

namespace Granary.Cluster.Tests.ConfigurationDatabase;

[Collection(PostgresCollection.Name)]
public sealed class SchemaMigrationsTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Ten_processes_that_start_at_once_migrate_once()
    {
        var url = await postgres.CreateDatabaseAsync();
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(async () =>
        {
            await using var database = PostgresFixture.Open(url);
            await new SchemaMigrations(database, Migration.All).RunAsync(CancellationToken.None);
        })));

        await using var after = PostgresFixture.Open(url);
        Assert.Equal(Migration.All.Select(migration => $"{migration.Version} {migration.Name}"), await ListAsync(after, "select version || ' ' || name from granary.schema_versions order by version"));
    }

    [Fact]
    public async Task A_step_that_fails_leaves_nothing_behind()
    {
        await using var database = PostgresFixture.Open(await postgres.CreateDatabaseAsync());
        Migration[] broken = [.. Migration.All, new Migration(Migration.All.Count + 1, "broken", "create table granary.half (a int); select 1 / 0")];

        await Assert.ThrowsAsync<GranaryException>(() => new SchemaMigrations(database, broken).RunAsync(CancellationToken.None));

        Assert.Empty(await ListAsync(database, "select nspname from pg_namespace where nspname = 'granary'"));
    }

    [Fact]
    public async Task A_newer_database_is_refused()
    {
        await using var database = PostgresFixture.Open(await postgres.CreateDatabaseAsync());
        var version = Migration.All.Count;
        Migration[] newer = [.. Migration.All, new Migration(version + 1, "future", "select 1")];
        await new SchemaMigrations(database, newer).RunAsync(CancellationToken.None);

        var refused = await RefusedAsync(database);

        Assert.Equal($"the configuration database {database.Location} has schema version {version + 1}, this program knows {version}: a newer Granary has used it", refused.Message);
    }

    [Fact]
    public async Task An_older_database_is_brought_up_to_date()
    {
        await using var database = PostgresFixture.Open(await postgres.CreateDatabaseAsync());
        await new SchemaMigrations(database, [.. Migration.All.Take(1)]).RunAsync(CancellationToken.None);
        Migration[] newer = [.. Migration.All, new Migration(Migration.All.Count + 1, "more", "create table granary.more (a int)")];

        await new SchemaMigrations(database, newer).RunAsync(CancellationToken.None);

        Assert.Equal(["more"], await ListAsync(database, "select relname::text from pg_class where relname = 'more'"));
    }

    [Fact]
    public async Task The_missing_right_to_create_the_schema_is_named()
    {
        var url = await postgres.CreateDatabaseAsync();
        var user = await CreateUserAsync(url);
        await using var database = PostgresFixture.Open(As(url, user));

        var refused = await RefusedAsync(database);

        Assert.Equal($"the user {user} lacks the right CREATE on the configuration database {database.Location}", refused.Message);
        Assert.StartsWith("Run as its owner: GRANT CREATE ON DATABASE ", refused.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_rights_on_the_tables_are_named_and_the_hint_helps()
    {
        var url = await postgres.CreateDatabaseAsync();
        await using var owner = PostgresFixture.Open(url);
        await new SchemaMigrations(owner, Migration.All).RunAsync(CancellationToken.None);
        var user = await CreateUserAsync(url);
        await using var database = PostgresFixture.Open(As(url, user));

        Assert.Equal($"the user {user} lacks the right USAGE on the schema granary of the configuration database {database.Location}", (await RefusedAsync(database)).Message);
        await ExecuteAsync(owner, $"grant usage on schema granary to {user}; grant select on granary.schema_versions to {user}");

        var refused = await RefusedAsync(database);
        Assert.Contains("UPDATE on granary.silos", refused.Message, StringComparison.Ordinal);
        Assert.Contains("USAGE on granary.silo_generations", refused.Message, StringComparison.Ordinal);

        await ExecuteAsync(owner, refused.Hint!["Run as their owner: ".Length..]);
        await new SchemaMigrations(database, Migration.All).RunAsync(CancellationToken.None);
    }

    [Fact]
    public async Task An_unreachable_database_is_named_without_its_password()
    {
        await using var database = PostgresFixture.Open("postgresql://me:secret@127.0.0.1:1/granary");
        var refused = await RefusedAsync(database);
        Assert.Equal(ErrorKind.Unavailable, refused.Kind);
        Assert.StartsWith("the configuration database 127.0.0.1:1/granary can't be reached: ", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.Message + refused.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n")]
    [InlineData("220 mail.example.com ESMTP\r\n")]
    public async Task What_is_not_PostgreSQL_is_refused_in_one_sentence(string greeting)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var answering = AnswerAsync(listener, greeting);
        await using var database = PostgresFixture.Open($"postgresql://postgres@127.0.0.1:{port}/postgres");

        var refused = await RefusedAsync(database);

        Assert.DoesNotContain('\n', refused.Message);
        Assert.Contains($"127.0.0.1:{port}", refused.Message, StringComparison.Ordinal);
        listener.Stop();
        await answering;
    }

    [Theory]
    [InlineData("postgresql://%zz:@@@")]
    [InlineData("mysql://somewhere")]
    [InlineData("postgresql://host/db?nonsense=1")]
    public void What_is_not_an_address_is_refused_without_repeating_it(string url)
    {
        var refused = Assert.Throws<GranaryException>(() => PostgresFixture.Open(url));
        Assert.Equal("TIMEFUSION_CONFIG_DATABASE_URL (or DATABASE_URL) is not a PostgreSQL address", refused.Message);
    }

    private static async Task AnswerAsync(TcpListener listener, string greeting)
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync();
                await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(greeting));
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or IOException)
        {
            // the test is over
        }
    }

    private static Task<GranaryException> RefusedAsync(ClusterDatabase database) =>
        Assert.ThrowsAsync<GranaryException>(() => new SchemaMigrations(database, Migration.All).RunAsync(CancellationToken.None));

    private static async Task<string> CreateUserAsync(string url)
    {
        var user = "user_" + url[(url.LastIndexOf('/') + 1)..];
        await using var database = PostgresFixture.Open(url);
        await ExecuteAsync(database, $"create role {user} login");
        return user;
    }

    private static string As(string url, string user) => url.Replace("postgres@", user + "@", StringComparison.Ordinal);

    private static async Task ExecuteAsync(ClusterDatabase database, string sql)
    {
        await using var command = database.Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<List<string>> ListAsync(ClusterDatabase database, string sql)
    {
        await using var command = database.Source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var list = new List<string>();
        while (await reader.ReadAsync()) list.Add(reader.GetString(0));
        return list;
    }
}
