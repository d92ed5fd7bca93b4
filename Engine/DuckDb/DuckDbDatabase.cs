using System.Globalization;
using Granary.Engine.DuckDb.Native;
using Granary.Engine.Functions;

namespace Granary.Engine.DuckDb;

/// <summary>
/// One in-memory DuckDB database: opened once, sealed against every file, address and setting outside its options, and
/// used by many connections at once.
/// </summary>
internal sealed class DuckDbDatabase : IDisposable
{
    private readonly DatabaseHandle _handle;
    private readonly DuckDbDatabaseOptions _options;

    private DuckDbDatabase(DatabaseHandle handle, DuckDbDatabaseOptions options)
    {
        _handle = handle;
        _options = options;
    }

    /// <summary>The sources that the table function <see cref="ScanTableFunction.Name"/> can read.</summary>
    public ScanRegistry Scans { get; } = new();

    /// <summary>How many threads execute one statement at most.</summary>
    public int Threads => _options.Threads;

    public static DuckDbDatabase Open(DuckDbDatabaseOptions options)
    {
        DuckDbLibrary.EnsureUsable();
        var database = new DuckDbDatabase(OpenHandle(options), options);
        try
        {
            using DuckDbConnection connection = database.Connect();
            ScanTableFunction.Register(connection, database.Scans);
            FunctionLibrary.Register(connection);
            foreach (string statement in SealingStatements(options))
                connection.Execute(statement);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    public DuckDbConnection Connect()
    {
        if (NativeMethods.Connect(_handle, out ConnectionHandle connection) == NativeMethods.Success)
            return new DuckDbConnection(connection, _options.PreparedStatementsPerConnection);

        connection.Dispose();
        throw new DuckDbException(DuckDbErrorType.Connection, "The database gave no connection.");
    }

    public void Dispose()
    {
        _handle.Dispose();
        Scans.Dispose();
    }

    private static unsafe DatabaseHandle OpenHandle(DuckDbDatabaseOptions options)
    {
        NativeMethods.CreateConfig(out ConfigHandle config);
        using (config)
        {
            foreach ((string name, string value) in OpeningSettings(options))
            {
                if (NativeMethods.SetConfig(config, name, value) != NativeMethods.Success)
                    throw new DuckDbException(DuckDbErrorType.InvalidConfiguration, $"DuckDB has no setting {name} that takes '{value}'.");
            }

            if (NativeMethods.OpenExt(null, out DatabaseHandle handle, config, out byte* error) == NativeMethods.Success)
                return handle;

            handle.Dispose();
            DuckDbException failure = DuckDbException.FromText(error);
            NativeMethods.Free(error);
            throw failure;
        }
    }

    private static IEnumerable<(string Name, string Value)> OpeningSettings(DuckDbDatabaseOptions options) =>
    [
        ("threads", options.Threads.ToString(CultureInfo.InvariantCulture)),
        ("memory_limit", Bytes(options.MemoryLimitBytes)),
        ("temp_directory", options.TempDirectory ?? string.Empty),
        ("preserve_insertion_order", options.PreserveInsertionOrder ? "true" : "false"),
        ("autoload_known_extensions", "false"),
        ("autoinstall_known_extensions", "false"),
        ("allow_community_extensions", "false"),
        ("allow_persistent_secrets", "false"),
        // the database holds no rows of its own, so nothing in it can be torn: one statement's failure must not end all others
        ("disable_database_invalidation", "true"),
    ];

    /// <summary>
    /// The settings that speak PostgreSQL's semantics, and then the seal: after the last statement no setting can be
    /// changed, and no file outside the allowed directories can be opened.
    /// </summary>
    private static IEnumerable<string> SealingStatements(DuckDbDatabaseOptions options)
    {
        yield return "SET GLOBAL TimeZone = 'UTC'";
        yield return "SET GLOBAL integer_division = true";
        yield return "SET GLOBAL default_null_order = 'nulls_last_on_asc_first_on_desc'";
        yield return "SET GLOBAL scalar_subquery_error_on_multiple_rows = true";
        // Segments never change once they are written, so footers and blocks that were read stay true.
        yield return "SET GLOBAL parquet_metadata_cache = true";
        yield return "SET GLOBAL validate_external_file_cache = 'NO_VALIDATION'";
        if (options.TempDirectory is not null)
            yield return $"SET GLOBAL max_temp_directory_size = '{Bytes(options.MaxTempDirectoryBytes)}'";
        if (options.AllowedDirectories.Count > 0)
            yield return $"SET GLOBAL allowed_directories = [{string.Join(", ", options.AllowedDirectories.Select(SqlText.Literal))}]";
        yield return "SET GLOBAL enable_external_access = false";
        yield return "SET GLOBAL lock_configuration = true";
    }

    private static string Bytes(long count) => string.Create(CultureInfo.InvariantCulture, $"{count}B");
}
