using Granary.Grains.Interfaces.Errors;

namespace Granary.Engine.ObjectStores;

/// <summary>The sentences that object stores say when something is wrong.</summary>
internal static class ObjectStoreErrors
{
    public static GranaryException NotFound(string location, string key) =>
        new(ErrorKind.NotFound, $"Object \"{key}\" does not exist in {location}.");

    public static GranaryException BadKey(string key, string problem) =>
        new(ErrorKind.Invalid, $"\"{key}\" can't be the name of an object: {problem}.");

    public static GranaryException BadRange(string location, string key, long offset, int length) =>
        new(ErrorKind.Invalid,
            $"Bytes {offset} to {offset + length} are not inside object \"{key}\" in {location}.");

    public static GranaryException Unavailable(string location, string what, Exception? cause = null) =>
        new(ErrorKind.Unavailable, SqlState.IoError, $"{Capitalize(location)}: {what}", cause);

    public static GranaryException Refused(string location, string what, Exception? cause = null) =>
        new(ErrorKind.Invalid, SqlState.IoError, $"{Capitalize(location)}: {what}", cause);

    /// <summary>The store's own refusal: SQLSTATE 58030, so that no client takes it for a wrong password of its own.</summary>
    public static GranaryException Denied(string location, string what, string? hint = null, Exception? cause = null) =>
        new(ErrorKind.Unauthorized, SqlState.IoError, $"{Capitalize(location)}: {what}", cause) { Hint = hint };

    public static GranaryException DiskFull(string path, Exception? cause = null) =>
        new(ErrorKind.Exhausted, SqlState.DiskFull, $"No space is left on the device that holds \"{path}\".", cause)
        {
            Hint = "Free space there or choose a larger device.",
        };

    private static string Capitalize(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
