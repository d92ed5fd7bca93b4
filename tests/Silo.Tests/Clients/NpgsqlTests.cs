using Granary.Testing;
using Granary.Testing.Processes;
using Npgsql;

namespace Granary.Silo.Tests.Clients;

/// <summary>What an application written with Npgsql does, against the real process.</summary>
public sealed class NpgsqlTests : IDisposable
{
    private const string Columns = "(id, timestamp, project_id, name, duration, hashes, attributes)";

    private static readonly DateTime Time = new(2025, 4, 14, 2, 0, 24, 898, DateTimeKind.Utc);

    private readonly TemporaryDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task A_data_source_with_its_type_loading_connects_inserts_reads_and_copies()
    {
        await using var granary = await GranaryProcess.StartAsync(_data.Path);
        await using var source = NpgsqlDataSource.Create(granary.ConnectionString);
        await using var connection = await source.OpenConnectionAsync();
        Assert.Equal(15, connection.PostgreSqlVersion.Major);

        await InsertAsync(connection, "inserted");
        await InsertBatchAsync(connection, 200);
        await CopyAsync(connection, 300);

        await using var read = new NpgsqlCommand("select id, timestamp, name, duration, hashes, attributes from otel_logs_and_spans where project_id = $1 and id = $2", connection)
        {
            Parameters = { new() { Value = "npg" }, new() { Value = "inserted" } },
        };
        await using (var reader = await read.ExecuteReaderAsync())
        {
            Assert.True(await reader.ReadAsync());
            Assert.Equal(("inserted", Time, "it's", 7L), (reader.GetString(0), reader.GetDateTime(1), reader.GetString(2), reader.GetInt64(3)));
            Assert.Equal(["a", "b"], reader.GetFieldValue<string[]>(4));
            Assert.Equal("{\"k\": 1}", reader.GetString(5));
            Assert.False(await reader.ReadAsync());
        }

        await using var count = new NpgsqlCommand("select count(*) from otel_logs_and_spans where project_id = 'npg'", connection);
        Assert.Equal(501L, await count.ExecuteScalarAsync());
    }

    [Fact]
    public async Task Errors_carry_what_applications_look_at_and_transactions_roll_back()
    {
        await using var granary = await GranaryProcess.StartAsync(_data.Path);
        await using var source = NpgsqlDataSource.Create(granary.ConnectionString);
        await using var connection = await source.OpenConnectionAsync();
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await InsertAsync(connection, "rolled back");
            await transaction.SaveAsync("s");
            var error = await Assert.ThrowsAsync<PostgresException>(() => new NpgsqlCommand("insert into otel_logs_and_spans (id) values ('x')", connection).ExecuteNonQueryAsync());
            Assert.Equal(("23502", "otel_logs_and_spans", "timestamp"), (error.SqlState, error.TableName, error.ColumnName));
            await transaction.RollbackAsync("s");
            Assert.Equal(1L, await new NpgsqlCommand("select count(*) from otel_logs_and_spans", connection).ExecuteScalarAsync());
            await transaction.RollbackAsync();
        }

        Assert.Equal(0L, await new NpgsqlCommand("select count(*) from otel_logs_and_spans", connection).ExecuteScalarAsync());
        var unknown = await Assert.ThrowsAsync<PostgresException>(() => new NpgsqlCommand("select * from nothing", connection).ExecuteNonQueryAsync());
        Assert.Equal(("42P01", 15), (unknown.SqlState, unknown.Position));
    }

    private static async Task InsertAsync(NpgsqlConnection connection, string id)
    {
        await using var insert = new NpgsqlCommand($"insert into otel_logs_and_spans {Columns} values ($1, $2, $3, $4, $5, $6, $7)", connection)
        {
            Parameters =
            {
                new() { Value = id },
                new() { Value = Time },
                new() { Value = "npg" },
                new() { Value = "it's" },
                new() { Value = 7L },
                new() { Value = new[] { "a", "b" } },
                new() { Value = "{\"k\":1}", NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Jsonb },
            },
        };
        Assert.Equal(1, await insert.ExecuteNonQueryAsync());
    }

    private static async Task InsertBatchAsync(NpgsqlConnection connection, int count)
    {
        await using var batch = new NpgsqlBatch(connection);
        for (var i = 0; i < count; i++)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand("insert into otel_logs_and_spans (id, timestamp, project_id, duration) values ($1, $2, 'npg', $3)")
            {
                // an int for a bigint column: an assignment cast
                Parameters = { new() { Value = $"batch {i}" }, new() { Value = Time }, new() { Value = i } },
            });
        }

        Assert.Equal(count, await batch.ExecuteNonQueryAsync());
    }

    private static async Task CopyAsync(NpgsqlConnection connection, int count)
    {
        await using var writer = await connection.BeginBinaryImportAsync("copy otel_logs_and_spans (id, timestamp, project_id, duration) from stdin (format binary)");
        for (var i = 0; i < count; i++)
        {
            await writer.StartRowAsync();
            await writer.WriteAsync($"copied {i}");
            await writer.WriteAsync(Time, NpgsqlTypes.NpgsqlDbType.TimestampTz);
            await writer.WriteAsync("npg");
            await writer.WriteAsync((long)i);
        }

        Assert.Equal((ulong)count, await writer.CompleteAsync());
    }
}
