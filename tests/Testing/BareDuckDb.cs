using System.Runtime.InteropServices;

namespace Granary.Testing;

/// <summary>
/// DuckDB by itself, a dozen C functions, sharing no line with the engine: an independent reader of what the engine wrote,
/// and the floor that benchmarks compare with. One connection; not for several threads at once.
/// </summary>
public sealed partial class BareDuckDb : IDisposable
{
    private readonly nint _database;
    private readonly nint _connection;

    public BareDuckDb()
    {
        if (Open(null, out _database) != 0 || Connect(_database, out _connection) != 0) throw new InvalidOperationException("DuckDB doesn't open");
    }

    /// <summary>Runs a statement and gives its rows as text, fields joined with tabs, NULL as \N.</summary>
    public List<string> Query(string sql)
    {
        Result result = default;
        try
        {
            if (RunQuery(_connection, sql, ref result) != 0) throw new InvalidOperationException($"{Marshal.PtrToStringUTF8(ResultError(ref result))} in: {sql}");
            var (rows, columns) = (RowCount(ref result), ColumnCount(ref result));
            var texts = new List<string>((int)rows);
            for (var row = 0UL; row < rows; row++)
                texts.Add(string.Join('\t', Enumerable.Range(0, (int)columns).Select(column => Field(ref result, (ulong)column, row))));
            return texts;
        }
        finally
        {
            DestroyResult(ref result);
        }
    }

    /// <summary>The first field of a statement's only row.</summary>
    public string Scalar(string sql) => Query(sql).Single();

    /// <summary>Runs a statement, lets DuckDB compute all rows, and gives their number.</summary>
    public long Count(string sql)
    {
        Result result = default;
        try
        {
            if (RunQuery(_connection, sql, ref result) != 0) throw new InvalidOperationException($"{Marshal.PtrToStringUTF8(ResultError(ref result))} in: {sql}");
            return (long)RowCount(ref result);
        }
        finally
        {
            DestroyResult(ref result);
        }
    }

    public void Dispose()
    {
        var (connection, database) = (_connection, _database);
        Disconnect(ref connection);
        Close(ref database);
    }

    private static string Field(ref Result result, ulong column, ulong row)
    {
        if (ValueIsNull(ref result, column, row)) return "\\N";
        var text = ValueText(ref result, column, row);
        try
        {
            return Marshal.PtrToStringUTF8(text) ?? "";
        }
        finally
        {
            Free(text);
        }
    }

    /// <summary>`duckdb_result`: six words, of which only the functions know the meaning.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 48)]
    private struct Result
    {
        private nint _first;
    }

    [LibraryImport("duckdb", EntryPoint = "duckdb_open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string? path, out nint database);

    [LibraryImport("duckdb", EntryPoint = "duckdb_connect")]
    private static partial int Connect(nint database, out nint connection);

    [LibraryImport("duckdb", EntryPoint = "duckdb_query", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RunQuery(nint connection, string sql, ref Result result);

    [LibraryImport("duckdb", EntryPoint = "duckdb_result_error")]
    private static partial nint ResultError(ref Result result);

    [LibraryImport("duckdb", EntryPoint = "duckdb_row_count")]
    private static partial ulong RowCount(ref Result result);

    [LibraryImport("duckdb", EntryPoint = "duckdb_column_count")]
    private static partial ulong ColumnCount(ref Result result);

    [LibraryImport("duckdb", EntryPoint = "duckdb_value_is_null")]
    [return: MarshalAs(UnmanagedType.U1)]
    private static partial bool ValueIsNull(ref Result result, ulong column, ulong row);

    [LibraryImport("duckdb", EntryPoint = "duckdb_value_varchar")]
    private static partial nint ValueText(ref Result result, ulong column, ulong row);

    [LibraryImport("duckdb", EntryPoint = "duckdb_free")]
    private static partial void Free(nint memory);

    [LibraryImport("duckdb", EntryPoint = "duckdb_destroy_result")]
    private static partial void DestroyResult(ref Result result);

    [LibraryImport("duckdb", EntryPoint = "duckdb_disconnect")]
    private static partial void Disconnect(ref nint connection);

    [LibraryImport("duckdb", EntryPoint = "duckdb_close")]
    private static partial void Close(ref nint database);
}
