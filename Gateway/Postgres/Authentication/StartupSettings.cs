using System.Text;
using Granary.Gateway.Postgres.Settings;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Gateway.Postgres.Authentication;

/// <summary>Settings in the start-up packet: each by its name, or as command-line switches in `options`.</summary>
internal static class StartupSettings
{
    public static void Apply(IReadOnlyList<KeyValuePair<string, string>> parameters, SessionSettings settings)
    {
        foreach (var (name, value) in parameters)
            if (name == "options") ApplySwitches(value, settings);
        foreach (var (name, value) in parameters)
            if (name is not ("user" or "database" or "options" or "replication")) settings.SetStartup(name, Unquote(name, value));
    }

    // asyncpg sends 'utf-8' with the quotes
    private static string Unquote(string name, string value) =>
        name.Equals(SettingNames.ClientEncoding, StringComparison.OrdinalIgnoreCase) ? value.Trim('\'') : value;

    private static void ApplySwitches(string options, SessionSettings settings)
    {
        var words = Split(options);
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            if (word.StartsWith("--", StringComparison.Ordinal)) ApplySwitch(word[2..].Replace('-', '_'), settings);
            else if (word == "-c" && i + 1 < words.Count) ApplySwitch(words[++i], settings);
            else if (word.StartsWith("-c", StringComparison.Ordinal)) ApplySwitch(word[2..], settings);
            else throw new GranaryException(ErrorKind.Invalid, SqlState.SyntaxError, $"invalid command-line argument for server process: {word}");
        }
    }

    private static void ApplySwitch(string assignment, SessionSettings settings)
    {
        var equals = assignment.IndexOf('=');
        if (equals < 1) throw new GranaryException(ErrorKind.Invalid, SqlState.SyntaxError, $"-c {assignment} requires a value");
        settings.SetStartup(assignment[..equals], assignment[(equals + 1)..]);
    }

    /// <summary>Words parted by white space; a backslash takes the next letter as it is.</summary>
    private static List<string> Split(string options)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        for (var i = 0; i < options.Length; i++)
        {
            if (options[i] == '\\' && i + 1 < options.Length) word.Append(options[++i]);
            else if (!char.IsWhiteSpace(options[i])) word.Append(options[i]);
            else if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }

        if (word.Length > 0) words.Add(word.ToString());
        return words;
    }
}
