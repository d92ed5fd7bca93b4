using System.Text;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Gateway.Postgres.Copying;

/// <summary>PostgreSQL's words for what goes wrong in a COPY, with the place where it did.</summary>
internal static class CopyErrors
{
    // as much of a line or value as PostgreSQL shows
    private const int MaxShown = 100;

    public static GranaryException BadFormat(string message, string where, string? hint = null) =>
        new(ErrorKind.Invalid, SqlState.BadCopyFileFormat, message) { Where = where, Hint = hint };

    public static string Where(string table, long line) => $"COPY {table}, line {line}";

    public static string Where(string table, long line, ReadOnlySpan<byte> row) => $"COPY {table}, line {line}: \"{Show(row)}\"";

    public static string Where(string table, long line, string column, ReadOnlySpan<byte> value) =>
        $"COPY {table}, line {line}, column {column}: \"{Show(value)}\"";

    /// <summary>The same error with the place added behind a place it may have already.</summary>
    public static GranaryException WithWhere(GranaryException error, string where) =>
        new(error.Kind, error.SqlState ?? SqlState.InternalError, error.Message, error)
        {
            Detail = error.Detail,
            Hint = error.Hint,
            ColumnName = error.ColumnName,
            TableName = error.TableName,
            Where = error.Where is null ? where : error.Where + "\n" + where,
        };

    private static string Show(ReadOnlySpan<byte> text)
    {
        if (text.Length <= MaxShown) return Encoding.UTF8.GetString(text);
        var end = MaxShown;
        while (end > 0 && (text[end] & 0xC0) == 0x80) end--;
        return Encoding.UTF8.GetString(text[..end]) + "...";
    }
}
