using Granary.Grains.Interfaces.Errors;

namespace Granary.Gateway.Postgres.Settings;

/// <summary>PostgreSQL's words for settings that are refused.</summary>
internal static class SettingErrors
{
    public static GranaryException Unknown(string name) =>
        new(ErrorKind.NotFound, SqlState.UndefinedObject, $"unrecognized configuration parameter \"{name}\"");

    public static GranaryException InvalidName(string name) =>
        new(ErrorKind.Invalid, SqlState.InvalidName, $"invalid configuration parameter name \"{name}\"");

    public static GranaryException InvalidValue(string name, string value, string? hint = null) =>
        new(ErrorKind.Invalid, SqlState.InvalidParameterValue, $"invalid value for parameter \"{name}\": \"{value}\"") { Hint = hint };

    public static GranaryException NotBoolean(string name) =>
        new(ErrorKind.Invalid, SqlState.InvalidParameterValue, $"parameter \"{name}\" requires a Boolean value");

    public static GranaryException OutOfRange(string value, string? unit, string name, double minimum, double maximum) =>
        new(ErrorKind.Invalid, SqlState.InvalidParameterValue,
            $"{value}{(unit is null ? "" : " " + unit)} is outside the valid range for parameter \"{name}\" ({minimum} .. {maximum})");

    public static GranaryException Fixed(string name, string context) => new(ErrorKind.Invalid, SqlState.CantChangeRuntimeParam, context switch
    {
        "internal" => $"parameter \"{name}\" cannot be changed",
        "postmaster" => $"parameter \"{name}\" cannot be changed without restarting the server",
        "sighup" => $"parameter \"{name}\" cannot be changed now",
        _ => $"parameter \"{name}\" cannot be set after connection start",
    });

    public static GranaryException NoIsolation(string level) => Unsupported($"isolation level {level.ToUpperInvariant()} is not supported",
        "Use READ COMMITTED: each statement reads the newest committed rows; what must agree, read in one statement.");

    public static GranaryException Unsupported(string message, string? hint = null) =>
        new(ErrorKind.Unsupported, SqlState.FeatureNotSupported, message) { Hint = hint };
}
