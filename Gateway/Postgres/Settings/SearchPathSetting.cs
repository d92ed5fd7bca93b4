using System.Text;

namespace Granary.Gateway.Postgres.Settings;

/// <summary>`search_path`: names parted by commas, quoted where they need it.</summary>
internal static class SearchPathSetting
{
    /// <summary>The schemas named.</summary>
    public static IReadOnlyList<string> Parse(string value)
    {
        var names = new List<string>();
        var name = new StringBuilder();
        var isQuoted = false;
        var wasQuoted = false;
        foreach (var letter in value)
        {
            if (letter == '"') (isQuoted, wasQuoted) = (!isQuoted, true);
            else if (letter == ',' && !isQuoted)
            {
                Add(names, name, wasQuoted);
                wasQuoted = false;
            }
            else if (isQuoted || !char.IsWhiteSpace(letter)) name.Append(isQuoted ? letter : char.ToLowerInvariant(letter));
        }

        Add(names, name, wasQuoted);
        return names;
    }

    /// <summary>One of SET's values as it stands in the list.</summary>
    public static string Quote(string name) =>
        name.Length > 0 && (char.IsAsciiLetterLower(name[0]) || name[0] == '_') && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '_')
            ? name : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static void Add(List<string> names, StringBuilder name, bool wasQuoted)
    {
        var text = name.ToString();
        name.Clear();
        if (text.Length > 0 || wasQuoted) if (text != "$user") names.Add(text);
    }
}
