using System.Text.RegularExpressions;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Engine.DuckDb;

/// <summary>Gives PostgreSQL's words to DuckDB's errors about numbers that don't fit.</summary>
internal static partial class DuckDbNumberErrors
{
    private const string WidestDecimal = "38";

    /// <summary>PostgreSQL's error, or null when the sentence is about something else.</summary>
    public static GranaryException? TryTranslate(string sentence, Exception error)
    {
        if (IntegerOverflow().Match(sentence) is { Success: true } integer)
            return OutOfRange($"{NameOf(integer.Groups["type"].Value)} out of range", error);
        // PostgreSQL's deviation of what isn't finite is NaN
        if (sentence.EndsWith("is out of range!", StringComparison.Ordinal))
            return new GranaryException(ErrorKind.Unsupported, SqlState.FeatureNotSupported, "deviations and sums of values that are not finite are not supported", error);
        if (DecimalFailure().Match(sentence) is not { Success: true } number) return null;
        // a number that PostgreSQL could hold and a decimal can't is refused, not wrong
        if (number.Groups["width"].Value == WidestDecimal || NotFinite().IsMatch(sentence))
            return new GranaryException(ErrorKind.Unsupported, SqlState.FeatureNotSupported, "numeric values that are not finite or have more than 38 digits are not supported", error)
            {
                Hint = "Use numeric(p,s) or double precision.",
            };
        return OutOfRange("numeric field overflow", error);
    }

    private static GranaryException OutOfRange(string message, Exception error) => new(ErrorKind.Invalid, SqlState.NumericValueOutOfRange, message, error);

    private static string NameOf(string type) => type.ToUpperInvariant() switch
    {
        "INT16" or "SMALLINT" => "smallint",
        "INT32" or "INTEGER" => "integer",
        _ => "bigint",
    };

    [GeneratedRegex("(destination type |^Failed to cast decimal value .* to type |^Overflow in \\w+ of |to dest(ination)? type )(?<type>INT16|INT32|INT64|SMALLINT|INTEGER|BIGINT)\\b", RegexOptions.IgnoreCase)]
    private static partial Regex IntegerOverflow();

    [GeneratedRegex("^(Could not (convert string|cast value)|Casting value|Overflow in \\w+ of|Failed to cast).* ?DECIMAL\\((?<width>[0-9]+)")]
    private static partial Regex DecimalFailure();

    [GeneratedRegex("\"-?(nan|inf)\"")]
    private static partial Regex NotFinite();
}
