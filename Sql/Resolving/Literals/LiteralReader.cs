using System.Globalization;
using System.Numerics;
using Granary.Grains.Interfaces.Errors;
using Granary.Sql.Catalog.Facts;
using Granary.Sql.Resolving.Tree;
using Granary.Sql.Resolving.Typing;

namespace Granary.Sql.Resolving.Literals;

/// <summary>
/// Reads a string constant as a type's input function does, and gives a constant in a normal form that the generator writes
/// without looking at it again: ISO dates in UTC, `t` and `f`, `months days microseconds` for intervals, arrays element by element.
/// </summary>
internal sealed class LiteralReader(ResolvingSession session)
{
    public BoundExpression Read(BoundConstant constant, PgType target, int typmod = -1)
    {
        if (constant.Text is not { } text) return constant with { Type = target };
        var type = PgTypes.BaseOf(target);
        if (PgTypes.ElementOf(type) is { } element) return ReadArray(text, type, element, constant.Position);
        if (type == PgTypes.Int2Vector || type == PgTypes.OidVector) return constant with { Type = target };
        return new BoundConstant(target, Normalize(text, type, typmod, constant.Position), constant.Position);
    }

    private string Normalize(string text, PgType type, int typmod, int position)
    {
        switch (type.Oid)
        {
            case 16: return ReadBoolean(text) ?? throw Bad(type, text, position);
            case 21: return ReadInteger(text, type, short.MinValue, short.MaxValue, position);
            case 23: return ReadInteger(text, type, int.MinValue, int.MaxValue, position);
            case 20: return ReadInteger(text, type, long.MinValue, long.MaxValue, position);
            case 26 or 28: return ReadOid(text, type, position);
            case 700 or 701: return ReadFloat(text, type, position);
            case 1700: return ReadNumeric(text, type, position);
            case 25 or 1043 or 1042 or 705: return text;
            case 19: return text.Length > 63 ? text[..63] : text;
            case 18: return text.Length > 1 ? text[..1] : text;
            case 17: return ByteaText.Normalize(text) ?? throw Refusal.Of(SqlState.InvalidTextRepresentation, "invalid input syntax for type bytea", position);
            case 2950: return UuidText.Normalize(text) ?? throw Bad(type, text, position);
            case 1082: return DateTimes(position).Date(text);
            case 1114: return DateTimes(position).Timestamp(text);
            case 1184: return DateTimes(position).TimestampTz(text);
            case 1083: return DateTimes(position).Time(text);
            case 1186:
                return IntervalText.Normalize(text, IntervalTypmods.FieldsOf(typmod))
                ?? throw Refusal.Of(SqlState.InvalidDatetimeFormat, $"invalid input syntax for type interval: \"{text}\"", position);
            case 114: return JsonText.Validate(text, position);
            case 3802: return JsonText.Normalize(text, position);
            case 2205 or 24 or 2206 or 4089 or 4096 or 2202 or 2203 or 2204 or 4191 or 3734 or 3769:
                return RegistryNames.Resolve(session, type, text, position).ToString(CultureInfo.InvariantCulture);
            case 2275 or 2276: return text;
            default:
                throw Refusal.Unsupported($"values of type {TypeNames.Format(type)} are not supported", position,
                    "Use text, or one of boolean, the integers, real, double precision, numeric, bytea, uuid, date, time, timestamp, timestamptz, interval, json and jsonb.");
        }
    }

    private DateTimeText DateTimes(int position) => new(session, position);

    private BoundArray ReadArray(string text, PgType type, PgType element, int position)
    {
        if (text.StartsWith('[') || !ArrayText.TryParse(text, out var root))
            throw Refusal.Of(SqlState.InvalidTextRepresentation, $"malformed array literal: \"{text}\"", position);
        return Build(root!, type, element, position);
    }

    private BoundArray Build(ArrayText.Node node, PgType type, PgType element, int position) => new(
        [.. node.Children.Select(child => child.Children is { Count: > 0 } || child.IsList
            ? Build(child, type, element, position)
            : Read(new BoundConstant(PgTypes.Unknown, child.Text, position), element))],
        type, position);

    private static string? ReadBoolean(string text)
    {
        var word = text.Trim().ToLowerInvariant();
        if (word.Length == 0) return null;
        if ("true".StartsWith(word, StringComparison.Ordinal) || "yes".StartsWith(word, StringComparison.Ordinal) || word is "on" or "1") return "t";
        if ("false".StartsWith(word, StringComparison.Ordinal) || "no".StartsWith(word, StringComparison.Ordinal)) return "f";
        return word is "of" or "off" or "0" ? "f" : null;
    }

    private static string ReadInteger(string text, PgType type, long least, long most, int position)
    {
        var trimmed = text.Trim(' ', '\t', '\n', '\r', '\f', '\v');
        var digits = trimmed.AsSpan(trimmed.StartsWith('-') || trimmed.StartsWith('+') ? 1 : 0);
        if (digits.Length == 0 || digits.ContainsAnyExceptInRange('0', '9')) throw Bad(type, text, position);
        if (!BigInteger.TryParse(trimmed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) || value < least || value > most)
            throw Refusal.Of(SqlState.NumericValueOutOfRange, $"value \"{text}\" is out of range for type {TypeNames.Format(type)}", position);
        return value.ToString(CultureInfo.InvariantCulture);
    }

    private static string ReadOid(string text, PgType type, int position)
    {
        if (!long.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)) throw Bad(type, text, position);
        if (value < int.MinValue || value > uint.MaxValue)
            throw Refusal.Of(SqlState.NumericValueOutOfRange, $"value \"{text}\" is out of range for type {TypeNames.Format(type)}", position);
        return ((uint)value).ToString(CultureInfo.InvariantCulture);
    }

    private static string ReadFloat(string text, PgType type, int position)
    {
        var word = text.Trim();
        switch (word.ToLowerInvariant())
        {
            case "nan": return "NaN";
            case "infinity" or "inf" or "+infinity" or "+inf": return "Infinity";
            case "-infinity" or "-inf": return "-Infinity";
        }
        if (word.Length == 0 || !IsPlainNumber(word)
            || !double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)) throw Bad(type, text, position);
        var isLost = double.IsInfinity(value) || (type == PgTypes.Float4 && float.IsInfinity((float)value))
            || (value == 0 && word.TakeWhile(c => c is not ('e' or 'E')).Any(c => c is > '0' and <= '9'));
        if (isLost) throw Refusal.Of(SqlState.NumericValueOutOfRange, $"\"{text}\" is out of range for type {TypeNames.Format(type)}", position);
        return type == PgTypes.Float4
            ? float.Parse(word, NumberStyles.Float, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture)
            : value.ToString("R", CultureInfo.InvariantCulture);
    }

    private static bool IsPlainNumber(string word) => word.All(c => char.IsAsciiDigit(c) || c is '+' or '-' or '.' or 'e' or 'E');

    private static string ReadNumeric(string text, PgType type, int position)
    {
        var word = text.Trim();
        if (word.ToLowerInvariant() is "nan" or "infinity" or "inf" or "-infinity" or "-inf" or "+infinity")
            throw Refusal.Unsupported($"numeric {word} is not supported", position, "Use double precision, which has NaN and Infinity.");
        return DecimalText.Normalize(word) ?? throw Bad(type, text, position);
    }

    private static GranaryException Bad(PgType type, string text, int position) =>
        Refusal.Of(SqlState.InvalidTextRepresentation, $"invalid input syntax for type {TypeNames.Format(type)}: \"{text}\"", position);
}
