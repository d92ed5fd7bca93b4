using System.Text;

namespace Granary.Comparison.Generation;

/// <summary>Generated rows as INSERT statements.</summary>
internal static class Statements
{
    /// <summary>One INSERT of rows [first, first + count) with literals.</summary>
    public static string Insert(long first, int count)
    {
        var sql = new StringBuilder(Prefix, Prefix.Length + count * 800);
        var separator = "(";
        foreach (var fields in Rows(first, count))
        {
            sql.Append(separator);
            for (var i = 0; i < fields.Length; i++)
            {
                if (i > 0) sql.Append(',');
                if (fields[i] is null) sql.Append("NULL");
                else sql.Append('\'').Append(fields[i]!.Replace("'", "''", StringComparison.Ordinal)).Append('\'');
            }

            separator = "),(";
        }

        return sql.Append(')').ToString();
    }

    /// <summary>One INSERT of that many rows with parameters.</summary>
    public static string Prepared(int count)
    {
        var width = RowGenerator.Columns.Length;
        return Prefix + string.Join(",", Enumerable.Range(0, count).Select(row => "(" + string.Join(",", Enumerable.Range(1, width).Select(i => $"${row * width + i}")) + ")"));
    }

    /// <summary>The rows' fields; null for NULL.</summary>
    public static IEnumerable<string?[]> Rows(long first, int count)
    {
        var buffer = new byte[count * RowGenerator.MaxRowBytes];
        var text = Encoding.UTF8.GetString(buffer, 0, RowGenerator.Write(first, count, buffer));
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t').Select(field => field == "\\N" ? null : field).ToArray());
    }

    private static string Prefix => $"INSERT INTO otel_logs_and_spans ({string.Join(",", RowGenerator.Columns)}) VALUES ";
}
