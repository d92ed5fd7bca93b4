namespace Granary.Gateway.Postgres.Settings;

/// <summary>`DateStyle`: an output style, of which only ISO is served, and the order in which a date's numbers are read.</summary>
internal static class DateStyleSetting
{
    /// <summary>The full form of a new value; the part that it doesn't name stays.</summary>
    public static string Normalize(string value, string current)
    {
        var order = current.Split(',')[^1].Trim();
        foreach (var word in value.Split(',', StringSplitOptions.TrimEntries))
        {
            switch (word.ToUpperInvariant())
            {
                case "ISO" or "": break;
                case "MDY" or "US" or "NONEURO" or "NONEUROPEAN": order = "MDY"; break;
                case "DMY" or "EURO" or "EUROPEAN": order = "DMY"; break;
                case "YMD": order = "YMD"; break;
                case "DEFAULT": order = "MDY"; break;
                case "SQL" or "POSTGRES" or "POSTGRESQL" or "GERMAN":
                    throw SettingErrors.Unsupported($"the date style \"{word}\" is not supported", "Use ISO, which every driver reads.");
                default: throw SettingErrors.InvalidValue("DateStyle", value);
            }
        }

        return "ISO, " + order;
    }
}
