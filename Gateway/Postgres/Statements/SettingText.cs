using Granary.Gateway.Postgres.Settings;
using Granary.Sql.Syntax;

namespace Granary.Gateway.Postgres.Statements;

/// <summary>The values that SET was given as the one text that a setting holds.</summary>
internal static class SettingText
{
    private static readonly HashSet<string> Lists = new(StringComparer.OrdinalIgnoreCase)
    {
        SettingNames.SearchPath, SettingNames.DateStyle, "temp_tablespaces", "local_preload_libraries", "session_preload_libraries",
    };

    public static string Of(SetStatement set)
    {
        var isList = Lists.Contains(set.Name);
        if (set.Values.Count > 1 && !isList)
            throw new Grains.Interfaces.Errors.GranaryException(Grains.Interfaces.Errors.ErrorKind.Invalid, Grains.Interfaces.Errors.SqlState.InvalidParameterValue, $"SET {set.Name} takes only one argument");
        var isPath = set.Name.Equals(SettingNames.SearchPath, StringComparison.OrdinalIgnoreCase);
        return string.Join(", ", set.Values.Select(value => TextOf(value, isPath)));
    }

    private static string TextOf(SettingValue value, bool isPath) =>
        value.Kind == SettingValueKind.Interval ? IntervalZone.HoursEast(value.Text) : isPath ? SearchPathSetting.Quote(value.Text) : value.Text;
}
