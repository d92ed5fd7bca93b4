namespace Granary.Silo.Configuration;

/// <summary>Reads settings from the configuration, and refuses names and texts that can't be meant.</summary>
internal sealed class SettingValues
{
    // Variables of ours: an unknown one is a slip of the pen. Others (AWS_PROFILE, OTEL_*, PATH) belong to somebody else.
    private static readonly string[] OwnPrefixes = ["GRANARY_"];

    private readonly IConfiguration _configuration;

    public SettingValues(IConfiguration configuration)
    {
        _configuration = configuration;
        RefuseUnknown();
    }

    /// <summary>The setting's value; throws <see cref="SetupException"/> naming the variable when its text doesn't have the form.</summary>
    public T Get<T>(Setting<T> setting)
    {
        // A variable set to nothing counts as unset, as shells and orchestrators write it.
        var text = _configuration[setting.Name] is { Length: > 0 } given ? given : setting.Default;
        return setting.Form.TryRead(text.Trim(), out var value)
            ? value
            : throw new SetupException(
                setting.IsSecret
                    ? $"{setting.Name} must be {setting.Form.Expectation}."
                    : $"{setting.Name} must be {setting.Form.Expectation}, not \"{text}\".");
    }

    private void RefuseUnknown()
    {
        foreach (var name in _configuration.GetChildren().Select(child => child.Key))
        {
            if (!OwnPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))) continue;
            if (Settings.All.Any(setting => setting.Name == name)) continue;
            var nearest = Settings.All.Select(setting => setting.Name).MinBy(known => Distance(known, name));
            throw new SetupException($"{name} is not a variable that Granary knows; did you mean {nearest}?");
        }
    }

    // Levenshtein's distance, two rows at a time.
    private static int Distance(string left, string right)
    {
        var above = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var row = new int[right.Length + 1];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = above[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                row[j] = Math.Min(replaced, Math.Min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[^1];
    }
}
