namespace Granary.Sql.Generating;

/// <summary>Quotes what stands in generated text. Nothing of a user's text gets into it any other way.</summary>
internal static class SqlText
{
    /// <summary>Stands before and after a scan's ordinal until the text is cut into pieces.</summary>
    public const char ScanMark = '\u0001';

    public static string Identifier(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public static string Literal(string text)
    {
        var quoted = $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
        // The mark of scans can't stand in a literal, or a user could place one; a NUL ends C's strings.
        return quoted.Contains(ScanMark) ? $"({quoted.Replace($"{ScanMark}", "' || chr(1) || '", StringComparison.Ordinal)})" : quoted;
    }

    /// <summary>Raises one of PostgreSQL's errors while the statement runs.</summary>
    public static string Error(string sqlState, string message) => $"error({Literal($"SQLSTATE {sqlState}: {message}")})";
}
