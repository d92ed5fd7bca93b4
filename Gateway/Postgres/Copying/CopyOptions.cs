using Granary.Grains.Interfaces.Errors;
using Granary.Sql.Syntax;

namespace Granary.Gateway.Postgres.Copying;

/// <summary>The options of a COPY, checked as PostgreSQL's ProcessCopyOptions does.</summary>
internal sealed class CopyOptions
{
    private readonly HashSet<string> _seen = [];
    private byte? _delimiter, _quote, _escape;
    private string? _null;

    public CopyFormat Format { get; private set; }

    public CopyHeader Header { get; private set; }

    public byte Delimiter => _delimiter ?? (Format == CopyFormat.Csv ? (byte)',' : (byte)'\t');

    public byte Quote => _quote ?? (byte)'"';

    public byte Escape => _escape ?? Quote;

    public string Null => _null ?? (Format == CopyFormat.Csv ? "" : "\\N");

    /// <summary>FORCE_QUOTE; null for none, empty for all.</summary>
    public IReadOnlyList<string>? ForceQuote { get; private set; }

    public IReadOnlyList<string> ForceNull { get; private set; } = [];

    public IReadOnlyList<string> ForceNotNull { get; private set; } = [];

    /// <summary>Reads a statement's options; throws PostgreSQL's errors.</summary>
    public static CopyOptions Read(IReadOnlyList<UtilityOption> options, bool isFrom)
    {
        var read = new CopyOptions();
        foreach (var option in options) read.Take(option, isFrom);
        read.Check(isFrom);
        return read;
    }

    private void Take(UtilityOption option, bool isFrom)
    {
        if (!_seen.Add(option.Name)) throw Syntax("conflicting or redundant options", option);
        switch (option.Name)
        {
            case "format":
                Format = Text(option) switch
                {
                    "text" => CopyFormat.Text,
                    "csv" => CopyFormat.Csv,
                    "binary" => CopyFormat.Binary,
                    var other => throw Invalid($"COPY format \"{other}\" not recognized", option),
                };
                break;
            case "freeze":
                Flag(option); // rows are as if frozen here anyway
                break;
            case "delimiter":
                _delimiter = SingleByte(option, "COPY delimiter must be a single one-byte character");
                break;
            case "null":
                _null = Text(option);
                break;
            case "header":
                Header = ReadHeader(option, isFrom);
                break;
            case "quote":
                _quote = SingleByte(option, "COPY quote must be a single one-byte character");
                break;
            case "escape":
                _escape = SingleByte(option, "COPY escape must be a single one-byte character");
                break;
            case "force_quote":
                ForceQuote = option.Value is OptionStar ? [] : List(option);
                break;
            case "force_not_null":
                ForceNotNull = List(option);
                break;
            case "force_null":
                ForceNull = List(option);
                break;
            case "encoding":
                CheckEncoding(option);
                break;
            default:
                throw Syntax($"option \"{option.Name}\" not recognized", option);
        }
    }

    private void Check(bool isFrom)
    {
        if (Format == CopyFormat.Binary)
        {
            if (_delimiter is not null) throw Syntax("cannot specify DELIMITER in BINARY mode");
            if (_null is not null) throw Syntax("cannot specify NULL in BINARY mode");
            if (Header != CopyHeader.None) throw Unsupported("cannot specify HEADER in BINARY mode");
        }

        if (Null.AsSpan().ContainsAny('\r', '\n')) throw Invalid("COPY null representation cannot use newline or carriage return");
        if (Delimiter is (byte)'\r' or (byte)'\n') throw Invalid("COPY delimiter cannot be newline or carriage return");
        if (Format != CopyFormat.Csv && "\\.abcdefghijklmnopqrstuvwxyz0123456789"u8.Contains(Delimiter)) throw Invalid($"COPY delimiter cannot be \"{(char)Delimiter}\"");
        if (Format != CopyFormat.Csv)
        {
            if (_quote is not null) throw Unsupported("COPY quote available only in CSV mode");
            if (_escape is not null) throw Unsupported("COPY escape available only in CSV mode");
            if (ForceQuote is not null) throw Unsupported("COPY force quote available only in CSV mode");
            if (ForceNotNull.Count > 0) throw Unsupported("COPY force not null available only in CSV mode");
            if (ForceNull.Count > 0) throw Unsupported("COPY force null available only in CSV mode");
        }

        if (Format == CopyFormat.Csv && Delimiter == Quote) throw Invalid("COPY delimiter and quote must be different");
        if (ForceQuote is not null && isFrom) throw Unsupported("COPY force quote only available using COPY TO");
        if (ForceNotNull.Count > 0 && !isFrom) throw Unsupported("COPY force not null only available using COPY FROM");
        if (ForceNull.Count > 0 && !isFrom) throw Unsupported("COPY force null only available using COPY FROM");
        if (Null.Contains((char)Delimiter)) throw Unsupported("COPY delimiter must not appear in the NULL specification");
        if (Format == CopyFormat.Csv && Null.Contains((char)Quote)) throw Unsupported("CSV quote character must not appear in the NULL specification");
    }

    private static CopyHeader ReadHeader(UtilityOption option, bool isFrom)
    {
        if (option.Value is OptionText { Text: var text } && text.Equals("match", StringComparison.OrdinalIgnoreCase))
            return isFrom ? CopyHeader.Match : throw Unsupported("cannot use \"match\" with HEADER in COPY TO");
        return Flag(option) ? CopyHeader.Skip : CopyHeader.None;
    }

    private static bool Flag(UtilityOption option) => option.Value switch
    {
        null => true,
        OptionNumber { Text: "1" } => true,
        OptionNumber { Text: "0" } => false,
        OptionText { Text: var text } when IsOneOf(text, "true", "on") => true,
        OptionText { Text: var text } when IsOneOf(text, "false", "off") => false,
        _ => throw Syntax($"{option.Name} requires a Boolean value" + (option.Name == "header" ? " or \"match\"" : ""), option),
    };

    private static void CheckEncoding(UtilityOption option)
    {
        var name = Text(option).Replace("-", "").Replace("_", "");
        if (IsOneOf(name, "utf8", "unicode", "sqlascii")) return;
        throw new GranaryException(ErrorKind.Unsupported, SqlState.FeatureNotSupported, $"COPY in encoding \"{Text(option)}\" is not supported")
        {
            Hint = "Send the data in UTF8.",
            Position = option.Position,
        };
    }

    private static bool IsOneOf(string text, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
            if (text.Equals(word, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    private static string Text(UtilityOption option) => option.Value switch
    {
        OptionText value => value.Text,
        OptionNumber value => value.Text,
        _ => throw Syntax($"{option.Name} requires a parameter", option),
    };

    private static IReadOnlyList<string> List(UtilityOption option) => option.Value switch
    {
        OptionList list => list.Items,
        _ => throw Invalid($"argument to option \"{option.Name}\" must be a list of column names", option),
    };

    private static byte SingleByte(UtilityOption option, string message)
    {
        var text = Text(option);
        return text.Length == 1 && text[0] < 0x80 ? (byte)text[0] : throw Unsupported(message);
    }

    private static GranaryException Syntax(string message, UtilityOption? option = null) =>
        new(ErrorKind.Invalid, SqlState.SyntaxError, message) { Position = option?.Position ?? -1 };

    private static GranaryException Invalid(string message, UtilityOption? option = null) =>
        new(ErrorKind.Invalid, SqlState.InvalidParameterValue, message) { Position = option?.Position ?? -1 };

    private static GranaryException Unsupported(string message) => new(ErrorKind.Unsupported, SqlState.FeatureNotSupported, message);
}
