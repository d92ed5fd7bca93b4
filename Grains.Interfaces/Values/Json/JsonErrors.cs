using Granary.Grains.Interfaces.Errors;

namespace Granary.Grains.Interfaces.Values.Json;

/// <summary>PostgreSQL's words for texts that are no JSON.</summary>
internal static class JsonErrors
{
    public static GranaryException Syntax(string detail, ReadOnlySpan<byte> text, int at)
    {
        var upTo = text[..Math.Min(at, text.Length)];
        var line = upTo.Count((byte)'\n') + 1;
        var lineStart = upTo.LastIndexOf((byte)'\n') + 1;
        var isCut = at - lineStart > 50;
        var shown = text[(isCut ? at - 50 : lineStart)..Math.Min(at, text.Length)];
        return new GranaryException(ErrorKind.Invalid, SqlState.InvalidTextRepresentation, "invalid input syntax for type json")
        {
            Detail = detail,
            Where = $"JSON data, line {line}: {(isCut ? "..." : "")}{ValueErrors.Show(shown)}{(at < text.Length && text[at] != '\n' ? "..." : "")}",
        };
    }

    public static GranaryException Unicode(string detail) => ValueErrors.Invalid(SqlState.UntranslatableCharacter, "unsupported Unicode escape sequence", detail);

    public static GranaryException TooDeep() => new(ErrorKind.Invalid, SqlState.StatementTooComplex, $"a json value can't be nested deeper than {JsonScanner.MaxDepth} levels");

    public static GranaryException NumberOverflow() => ValueErrors.Invalid(SqlState.NumericValueOutOfRange, "value overflows numeric format");
}
