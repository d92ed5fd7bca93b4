using Granary.Grains.Interfaces.Errors;
using Npgsql;

namespace Granary.Runtime.ConfigurationDatabase;

/// <summary>
/// Brings the schema `granary` up to what this program needs. Every process does it at start, any number at once:
/// 1. look at the recorded versions: up to date is the usual case, and needs no right to create anything;
/// 2. otherwise, in one transaction under one advisory lock, look again and run what is missing;
/// 3. name the rights that are missing, all at once, before the first statement fails for lack of one.
/// A database that a newer program has migrated is refused: what the newer steps mean isn't known here.
/// </summary>
internal sealed class SchemaMigrations(ClusterDatabase database, IReadOnlyList<Migration> migrations)
{
    // "granary" in ASCII: one number for all clusters of a database, since they share the schema.
    private const long LockKey = 0x6772616E617279;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
            await CheckServerAsync(connection, cancellationToken);
            if (await VersionAsync(connection, cancellationToken) != migrations.Count) await MigrateAsync(connection, cancellationToken);
            await CheckRightsAsync(connection, cancellationToken);
        }
        catch (NpgsqlException error)
        {
            throw database.Explain(error);
        }
        catch (Exception error) when (error is IOException or FormatException or NotSupportedException or TimeoutException)
        {
            // What Npgsql throws when the other side speaks another protocol.
            throw NotPostgres(error);
        }
    }

    private async Task MigrateAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(connection, $"select pg_advisory_xact_lock({LockKey})", cancellationToken);
        // Read from the table: to_regnamespace answers from a cache that waiting for an advisory lock doesn't refresh.
        if (!await FlagAsync(connection, "select exists (select from pg_namespace where nspname = 'granary')", cancellationToken)) await CreateSchemaAsync(connection, cancellationToken);
        await ExecuteAsync(
            connection,
            "create table if not exists granary.schema_versions (version int primary key, name text not null, applied_at timestamptz not null default clock_timestamp())",
            cancellationToken);
        var version = await VersionAsync(connection, cancellationToken);
        foreach (var migration in migrations.Skip(version))
        {
            await ExecuteAsync(connection, migration.Sql, cancellationToken);
            await using var record = new NpgsqlCommand("insert into granary.schema_versions (version, name) values ($1, $2)", connection)
            {
                Parameters = { new() { Value = migration.Version }, new() { Value = migration.Name } },
            };
            await record.ExecuteNonQueryAsync(cancellationToken);
        }
        await transaction.CommitAsync(cancellationToken);
    }

    private async Task CreateSchemaAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (!await FlagAsync(connection, "select has_database_privilege(current_database(), 'CREATE')", cancellationToken))
        {
            var user = await TextAsync(connection, "select quote_ident(current_user)", cancellationToken);
            var name = await TextAsync(connection, "select quote_ident(current_database())", cancellationToken);
            throw DatabaseErrors.Setup(
                $"the user {user} lacks the right CREATE on the configuration database {database.Location}",
                $"Run as its owner: GRANT CREATE ON DATABASE {name} TO {user}");
        }
        await ExecuteAsync(connection, "create schema granary", cancellationToken);
    }

    /// <summary>The last recorded version, 0 without any; newer than this program is refused.</summary>
    private async Task<int> VersionAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // Without the right to look into the schema its tables seem to be absent.
        if (!await FlagAsync(connection, "select to_regnamespace('granary') is null or has_schema_privilege('granary', 'USAGE')", cancellationToken))
        {
            var user = await TextAsync(connection, "select quote_ident(current_user)", cancellationToken);
            throw DatabaseErrors.Setup(
                $"the user {user} lacks the right USAGE on the schema granary of the configuration database {database.Location}",
                $"Run as its owner: GRANT USAGE ON SCHEMA granary TO {user}");
        }
        if (!await FlagAsync(connection, "select to_regclass('granary.schema_versions') is not null", cancellationToken)) return 0;
        await using var command = new NpgsqlCommand("select coalesce(max(version), 0) from granary.schema_versions", connection);
        var version = (int)(await command.ExecuteScalarAsync(cancellationToken))!;
        if (version <= migrations.Count) return version;
        throw DatabaseErrors.Setup(
            $"the configuration database {database.Location} has schema version {version}, this program knows {migrations.Count}: a newer Granary has used it",
            "Start that version or a later one.");
    }

    private async Task CheckServerAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var version = await TextAsync(connection, "select version()", cancellationToken);
        if (!version.StartsWith("PostgreSQL ", StringComparison.Ordinal)) throw NotPostgres(null);
        if (await FlagAsync(connection, "select pg_is_in_recovery()", cancellationToken))
        {
            throw DatabaseErrors.Setup($"the configuration database {database.Location} is a read-only replica", "Name the primary server.");
        }
    }

    private async Task CheckRightsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        const string Missing = """
            select coalesce(string_agg(distinct privilege || ' on ' || c.oid::regclass, ', '), '')
            from pg_class c
            cross join lateral unnest(case c.relkind when 'S' then '{USAGE}'::text[] else '{SELECT,INSERT,UPDATE,DELETE}' end) privilege
            where c.relnamespace = 'granary'::regnamespace and c.relkind in ('r', 'p', 'S') and c.relname <> 'schema_versions'
              and not case c.relkind when 'S' then has_sequence_privilege(c.oid, privilege) else has_table_privilege(c.oid, privilege) end
            """;
        var missing = await TextAsync(connection, Missing, cancellationToken);
        if (missing.Length == 0) return;
        var user = await TextAsync(connection, "select quote_ident(current_user)", cancellationToken);
        throw DatabaseErrors.Setup(
            $"the user {user} lacks rights in the configuration database {database.Location}: {missing}",
            $"Run as their owner: GRANT ALL ON ALL TABLES IN SCHEMA granary TO {user}; GRANT ALL ON ALL SEQUENCES IN SCHEMA granary TO {user}");
    }

    private GranaryException NotPostgres(Exception? cause) => DatabaseErrors.Setup(
        $"what answers at {database.Location} is not PostgreSQL", "Correct TIMEFUSION_CONFIG_DATABASE_URL (or DATABASE_URL).", cause);

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<bool> FlagAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task<string> TextAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (string)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
