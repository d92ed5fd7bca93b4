using System.Globalization;
using System.Text;
using Granary.Grains.Interfaces.Errors;
using Granary.Grains.Interfaces.Values;
using Granary.Grains.Interfaces.Values.Arrays;
using Granary.Grains.Interfaces.Values.Json;
using Granary.Grains.Interfaces.Values.Numbers;
using Granary.Grains.Interfaces.Values.Texts;
using Granary.Grains.Interfaces.Values.Times;
using Granary.Sql.Catalog.Facts;
using Granary.Sql.Resolving.Tree;
using Granary.Sql.Resolving.Typing;

namespace Granary.Sql.Resolving.Literals;

/// <summary>
/// Reads a string constant as a type's input function does, and gives a constant in a normal form that the generator writes
/// without looking at it again: `t` and `f`, dates in days and timestamps in microseconds since 1970 (or `infinity`),
/// `months days microseconds` for intervals, arrays element by element.
/// </summary>
internal sealed class LiteralReader(ResolvingSession session)
{
    private readonly ConstantTimes _times = new(session);

    public BoundExpression Read(BoundConstant constant, PgType target, int typmod = -1)
    {
        if (constant.Text is not { } text) return constant with { Type = target };
        var type = PgTypes.BaseOf(target);
        try
        {
            if (PgTypes.ElementOf(type) is { } element) return ReadArray(text, type, element, constant.Position);
            if (type == PgTypes.Int2Vector || type == PgTypes.OidVector) return constant with { Type = target };
            return new BoundConstant(target, Normalize(text, type, typmod, constant.Position), constant.Position);
        }
        catch (GranaryException error) when (error.Position < 0)
        {
            throw Refusal.At(error, constant.Position);
        }
    }

    private string Normalize(string text, PgType type, int typmod, int position)
    {
        switch (type.Oid)
        {
            case 25 or 1043 or 1042 or 705 or 2275 or 2276: return text;
            case 19: return text.Length > 63 ? text[..63] : text;
            case 18: return text.Length > 1 ? text[..1] : text;
            case 2205 or 24 or 2206 or 4089 or 4096 or 2202 or 2203 or 2204 or 4191 or 3734 or 3769:
                return RegistryNames.Resolve(session, type, text, position).ToString(CultureInfo.InvariantCulture);
            default: return Normalize(Encoding.UTF8.GetBytes(text), type, typmod, position);
        }
    }

    private string Normalize(ReadOnlySpan<byte> text, PgType type, int typmod, int position)
    {
        switch (type.Oid)
        {
            case 16: return BooleanText.Parse(text) ? "t" : "f";
            case 21: return Whole(IntegerText.Parse(text, short.MinValue, short.MaxValue, "smallint"));
            case 23: return Whole(IntegerText.Parse(text, int.MinValue, int.MaxValue, "integer"));
            case 20: return Whole(IntegerText.Parse(text, long.MinValue, long.MaxValue, "bigint"));
            case 26 or 28: return Whole((uint)IntegerText.Parse(text, int.MinValue, uint.MaxValue, TypeNames.Format(type)));
            case 700: return FloatText.Parse<float>(text, "real").ToString("R", CultureInfo.InvariantCulture);
            case 701: return FloatText.Parse<double>(text, "double precision").ToString("R", CultureInfo.InvariantCulture);
            case 1700: return NumericText.Parse(text).ToString();
            case 17: return Bytes(text);
            case 2950: return Uuid(text);
            case 1082: return Time(TimeTexts.ReadDate(text, _times), TimeTexts.InfiniteDate);
            case 1083: return Clock(TimeTexts.ReadTime(text, -1, _times));
            case 1114: return Time(TimeTexts.ReadTimestamp(text, -1, _times), Timestamps.Infinity);
            case 1184: return Time(TimeTexts.ReadTimestampTz(text, -1, _times), Timestamps.Infinity);
            case 1186: return IntervalConstant.Of(IntervalReader.Read(text, _times.IntervalStyle, IntervalTypmods.LastField(typmod), IntervalTypmods.IsMinuteToSecond(typmod)));
            case 114:
                new JsonScanner(text).CheckDocument();
                return Encoding.UTF8.GetString(text);
            case 3802:
                using (var normal = new PooledBuffer(text.Length + 16))
                {
                    JsonbNormalizer.Write(text, normal);
                    return Encoding.UTF8.GetString(normal.Written);
                }

            default:
                throw Refusal.Unsupported($"values of type {TypeNames.Format(type)} are not supported", position,
                    "Use text, or one of boolean, the integers, real, double precision, numeric, bytea, uuid, date, time, timestamp, timestamptz, interval, json and jsonb.");
        }
    }

    private BoundArray ReadArray(string text, PgType type, PgType element, int position)
    {
        var elements = new ArrayElements(this, type, element, position);
        ArrayTextReader<ArrayElements>.Read(Encoding.UTF8.GetBytes(text), ArrayTextReader<ArrayElements>.AnyDimensions, elements);
        return elements.Root!;
    }

    private static string Whole(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Time(long value, long infinity) => value == infinity ? "infinity" : value == -infinity ? "-infinity" : Whole(value);

    private static string Clock(long microseconds)
    {
        Span<byte> text = stackalloc byte[DateTimeText.MaxLength];
        return Encoding.ASCII.GetString(text[..DateTimeText.PutTime(text, microseconds)]);
    }

    private static string Bytes(ReadOnlySpan<byte> text)
    {
        var bytes = new byte[text.Length];
        return "\\x" + Convert.ToHexStringLower(bytes.AsSpan(0, ByteaText.Read(text, bytes)));
    }

    private static string Uuid(ReadOnlySpan<byte> text)
    {
        Span<byte> bytes = stackalloc byte[16];
        UuidText.Read(text, bytes);
        return new Guid(bytes, bigEndian: true).ToString();
    }
}
