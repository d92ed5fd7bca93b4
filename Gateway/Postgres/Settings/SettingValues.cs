using System.Globalization;
using Granary.Sql.Catalog.Facts;

namespace Granary.Gateway.Postgres.Settings;

/// <summary>Checks a new value of a setting and gives it in the form in which it is kept and shown.</summary>
internal static class SettingValues
{
    /// <summary>The values of an enum, with those that PostgreSQL takes and doesn't list.</summary>
    private static readonly Dictionary<string, string> HiddenChoices = new(StringComparer.OrdinalIgnoreCase) { ["debug"] = "debug2" };

    private static readonly string[] TrueWords = ["on", "true", "yes", "1"];
    private static readonly string[] FalseWords = ["off", "false", "no", "0"];

    /// <summary>Checks a value.</summary>
    public static string Normalize(SettingFact fact, string value, string current) => fact.Kind switch
    {
        "bool" => ParseBoolean(value) is { } isOn ? (isOn ? "on" : "off") : throw SettingErrors.NotBoolean(fact.Name),
        "integer" => Integer(fact, value),
        "real" => Real(fact, value),
        "enum" => Choice(fact, value),
        _ => Text(fact, value, current),
    };

    /// <summary>A Boolean as PostgreSQL reads them: whole words or clear beginnings of them; null when it is none.</summary>
    public static bool? ParseBoolean(string value)
    {
        value = value.Trim();
        if (value.Length == 0 || value.Equals("o", StringComparison.OrdinalIgnoreCase)) return null;
        if (TrueWords.Any(word => word.StartsWith(value, StringComparison.OrdinalIgnoreCase))) return true;
        return FalseWords.Any(word => word.StartsWith(value, StringComparison.OrdinalIgnoreCase)) ? false : null;
    }

    private static string Integer(SettingFact fact, string value)
    {
        var number = SettingUnits.Parse(value, fact.Unit) ?? throw SettingErrors.InvalidValue(fact.Name, value, UnitHint(fact));
        number = Math.Round(number, MidpointRounding.ToEven);
        CheckRange(fact, number);
        return ((long)number).ToString(CultureInfo.InvariantCulture);
    }

    private static string Real(SettingFact fact, string value)
    {
        var number = SettingUnits.Parse(value, fact.Unit) ?? throw SettingErrors.InvalidValue(fact.Name, value, UnitHint(fact));
        CheckRange(fact, number);
        return number.ToString(CultureInfo.InvariantCulture);
    }

    private static void CheckRange(SettingFact fact, double number)
    {
        var (minimum, maximum) = (fact.Minimum ?? double.MinValue, fact.Maximum ?? double.MaxValue);
        if (number >= minimum && number <= maximum) return;
        throw SettingErrors.OutOfRange(number.ToString(CultureInfo.InvariantCulture), fact.Unit, fact.Name, minimum, maximum);
    }

    private static string? UnitHint(SettingFact fact) => fact.Unit switch
    {
        "ms" or "s" or "min" => "Valid units for this parameter are \"us\", \"ms\", \"s\", \"min\", \"h\", and \"d\".",
        "B" or "kB" or "8kB" or "MB" => "Valid units for this parameter are \"B\", \"kB\", \"MB\", \"GB\", and \"TB\".",
        _ => null,
    };

    private static string Choice(SettingFact fact, string value)
    {
        var choice = fact.Choices.FirstOrDefault(choice => choice.Equals(value, StringComparison.OrdinalIgnoreCase));
        if (choice is null && HiddenChoices.TryGetValue(value, out var hidden) && fact.Choices.Contains(hidden)) choice = hidden;
        if (choice is null && fact.Choices.Contains("on") && ParseBoolean(value) is { } isOn) choice = isOn ? "on" : "off";
        if (choice is "repeatable read" or "serializable" && fact.Name is SettingNames.TransactionIsolation or SettingNames.DefaultIsolation)
            throw SettingErrors.NoIsolation(choice);
        return choice ?? throw SettingErrors.InvalidValue(fact.Name, value, $"Available values: {string.Join(", ", fact.Choices)}.");
    }

    private static string Text(SettingFact fact, string value, string current) => fact.Name switch
    {
        "TimeZone" => Zone(fact, value),
        "DateStyle" => DateStyleSetting.Normalize(value, current),
        "client_encoding" => Encoding(fact, value),
        "application_name" => Printable(value),
        _ => value,
    };

    private static string Zone(SettingFact fact, string value) =>
        SessionTimeZone.Find(value)?.Name ?? throw SettingErrors.InvalidValue(fact.Name, value);

    // PostgreSQL replaces what a log couldn't show
    private static string Printable(string value) => string.Concat(value.Select(letter => letter is < ' ' or > '~' ? '?' : letter));

    private static string Encoding(SettingFact fact, string value)
    {
        var name = string.Concat(value.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        return name switch
        {
            "UTF8" or "UNICODE" => "UTF8",

            // no conversion is asked for: the bytes are UTF-8 all the same, as from a UTF-8 database in PostgreSQL
            "SQLASCII" => "SQL_ASCII",
            "" => throw SettingErrors.InvalidValue(fact.Name, value),
            _ when IsKnownEncoding(name) => throw SettingErrors.Unsupported(
                $"conversion between {value} and UTF8 is not supported", "Use client_encoding UTF8."),
            _ => throw SettingErrors.InvalidValue(fact.Name, value),
        };
    }

    private static bool IsKnownEncoding(string name) =>
        name.StartsWith("LATIN", StringComparison.Ordinal) || name.StartsWith("WIN", StringComparison.Ordinal) ||
        name.StartsWith("ISO8859", StringComparison.Ordinal) || name.StartsWith("KOI8", StringComparison.Ordinal) ||
        name.StartsWith("EUC", StringComparison.Ordinal) || name is "SJIS" or "BIG5" or "GBK" or "UHC" or "GB18030" or "JOHAB" or "SHIFTJIS2004" or "MULEINTERNAL";
}
