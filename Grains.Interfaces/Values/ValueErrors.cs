using System.Text;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Grains.Interfaces.Values;

/// <summary>PostgreSQL's own words for values that can't be read.</summary>
internal static class ValueErrors
{
    public static GranaryException InvalidText(string type, ReadOnlySpan<byte> value, string? detail = null) =>
        new(ErrorKind.Invalid, SqlState.InvalidTextRepresentation, $"invalid input syntax for type {type}: \"{Show(value)}\"") { Detail = detail };

    public static GranaryException OutOfRange(string type, ReadOnlySpan<byte> value) =>
        new(ErrorKind.Invalid, SqlState.NumericValueOutOfRange, $"value \"{Show(value)}\" is out of range for type {type}");

    public static GranaryException InvalidBinary(string message) => new(ErrorKind.Invalid, SqlState.InvalidBinaryRepresentation, message);

    /// <summary>A binary value has bytes missing or left over.</summary>
    public static GranaryException BinaryLength() => InvalidBinary("incorrect binary data format");

    public static GranaryException Unsupported(string message, string? hint = null) =>
        new(ErrorKind.Unsupported, SqlState.FeatureNotSupported, message) { Hint = hint };

    public static GranaryException Invalid(string sqlState, string message, string? detail = null) =>
        new(ErrorKind.Invalid, sqlState, message) { Detail = detail };

    public static GranaryException TooLong() =>
        new(ErrorKind.Exhausted, SqlState.ProgramLimitExceeded, "a row can't take more than 2 GiB on the wire");

    /// <summary>A value as part of a message: text as it is, cut at a length that a person reads.</summary>
    public static string Show(ReadOnlySpan<byte> value) => Encoding.UTF8.GetString(value.Length <= 1024 ? value : value[..1024]);
}
