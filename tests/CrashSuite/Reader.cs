using Npgsql;

namespace Granary.CrashSuite;

/// <summary>Reads what is there: through Granary, or past it from the segments.</summary>
internal static class Reader
{
    private const string Query = "SELECT context___trace_id, project_id, count(*), count(DISTINCT id) FROM otel_logs_and_spans GROUP BY 1, 2";

    public static async Task<List<FoundRows>> ThroughGranaryAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(Query, connection) { CommandTimeout = 120 };
        await using var reader = await command.ExecuteReaderAsync();
        var found = new List<FoundRows>();
        while (await reader.ReadAsync()) found.Add(new FoundRows(reader.GetString(0), reader.GetString(1), reader.GetInt64(2), reader.GetInt64(3)));
        return found;
    }

    /// <summary>Checks every Delta table below a directory and reads the rows of their live files.</summary>
    public static List<FoundRows> PastGranary(string root)
    {
        using var duckDb = new Testing.BareDuckDb();
        var files = Testing.Delta.DeltaTableCheck.Tables(root)
            .SelectMany(table => Testing.Delta.DeltaTableCheck.Run(duckDb, table).Files)
            .Select(file => $"'{file.Replace("'", "''", StringComparison.Ordinal)}'").ToList();
        if (files.Count == 0) return [];
        return [.. duckDb.Query(Query.Replace("otel_logs_and_spans", $"read_parquet([{string.Join(", ", files)}])", StringComparison.Ordinal))
            .Select(row => row.Split('\t'))
            .Select(fields => new FoundRows(fields[0], fields[1], long.Parse(fields[2]), long.Parse(fields[3])))];
    }
}
