using Granary.Grains.Interfaces.Errors;

namespace Granary.Sql.Resolving;

/// <summary>Makes the errors of resolving: PostgreSQL's words, its SQLSTATE, and where in the text.</summary>
internal static class Refusal
{
    public static GranaryException Of(string sqlState, string message, int position, string? hint = null, string? detail = null) =>
        new(KindOf(sqlState), sqlState, message) { Position = position, Hint = hint, Detail = detail };

    /// <summary>Something that PostgreSQL offers and Granary does not; the hint says what to use instead.</summary>
    public static GranaryException Unsupported(string message, int position, string? hint = null) =>
        new(ErrorKind.Unsupported, SqlState.FeatureNotSupported, message) { Position = position, Hint = hint };

    /// <summary>An error of reading a value, at the constant that it stands in.</summary>
    public static GranaryException At(GranaryException error, int position) => error.SqlState is not { } sqlState ? error
        : new GranaryException(error.Kind, sqlState, error.Message) { Detail = error.Detail, Hint = error.Hint, Where = error.Where, Position = position };

    private static ErrorKind KindOf(string sqlState) => sqlState switch
    {
        SqlState.FeatureNotSupported => ErrorKind.Unsupported,
        SqlState.UndefinedTable or SqlState.InvalidSchemaName => ErrorKind.NotFound,
        _ => ErrorKind.Invalid,
    };
}
