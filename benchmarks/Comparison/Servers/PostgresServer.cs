using System.Diagnostics;
using Granary.Comparison.Generation;
using Granary.Comparison.Wire;

namespace Granary.Comparison.Servers;

/// <summary>PostgreSQL 15, tuned for ingest, with the table and four indexes of the comparison.</summary>
internal sealed class PostgresServer : ServerProcess
{
    private const string Binaries = "/usr/lib/postgresql/15/bin";

    public PostgresServer() : base("postgres")
    {
        var data = Path.Combine(Directory, "data");
        Run("chown", "postgres", Directory);
        Run("setpriv", [.. AsPostgres, $"{Binaries}/initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]);
        File.AppendAllText(Path.Combine(data, "postgresql.conf"), $"""

            listen_addresses = '127.0.0.1'
            port = {Port}
            unix_socket_directories = ''
            shared_buffers = 4GB
            work_mem = 256MB
            maintenance_work_mem = 1GB
            wal_level = minimal
            max_wal_senders = 0
            wal_compression = lz4
            max_wal_size = 16GB
            checkpoint_timeout = 1h
            jit = off
            autovacuum = off
            TimeZone = 'UTC'
            """);
        Start(new ProcessStartInfo("setpriv", [.. AsPostgres, $"{Binaries}/postgres", "-D", data]));
    }

    private static string[] AsPostgres => ["--reuid=postgres", "--regid=postgres", "--clear-groups"];

    public static string[] Indexes =>
    [
        "CREATE INDEX ON otel_logs_and_spans (project_id, timestamp DESC)",
        "CREATE INDEX ON otel_logs_and_spans (context___trace_id)",
        "CREATE INDEX ON otel_logs_and_spans (id)",
        "CREATE INDEX ON otel_logs_and_spans USING brin (timestamp)",
    ];

    public WireConnection Open() => Connect();

    /// <summary>Makes an empty table, with its indexes unless they are to be built later.</summary>
    public void CreateTable(bool withIndexes)
    {
        using var connection = Connect();
        connection.Query("DROP TABLE IF EXISTS otel_logs_and_spans").Checked();
        connection.Query($"CREATE TABLE otel_logs_and_spans ({string.Join(", ", RowGenerator.Columns.Select(name => $"{name} {TypeOf(name)}"))})").Checked();
        if (withIndexes) CreateIndexes();
    }

    public void CreateIndexes()
    {
        using var connection = Connect();
        foreach (var index in Indexes) connection.Query(index).Checked();
        connection.Query("VACUUM ANALYZE otel_logs_and_spans").Checked();
    }

    protected override WireConnection Connect() => WireConnection.Open(Port, "postgres", "", "postgres");

    private static string TypeOf(string column) => column switch
    {
        "date" => "date",
        "timestamp" or "observed_timestamp" or "start_time" or "end_time" => "timestamptz",
        "hashes" or "summary" => "text[]",
        "severity___severity_number" or "attributes___http___response___status_code" => "int",
        "duration" or "message_size_bytes" => "bigint",
        "body" or "attributes" => "jsonb",
        _ => "text",
    };
}
