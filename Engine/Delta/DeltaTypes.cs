using System.Globalization;
using System.Text.Json;
using Granary.Grains.Interfaces.Columns;

namespace Granary.Engine.Delta;

/// <summary>
/// How our types stand in a Delta schema. Delta has fewer types: those that share one are told apart by the field's
/// metadata <c>granary.type</c>. The forms are those in which values lie in segments.
/// </summary>
internal static class DeltaTypes
{
    /// <summary>The table feature that plain timestamps need from readers and writers.</summary>
    public const string TimestampNtzFeature = "timestampNtz";

    /// <summary>Writes the type as the schema's JSON has it: a word, or an object for arrays and structures.</summary>
    public static void Write(Utf8JsonWriter json, DataType type)
    {
        if (type.Kind == TypeKind.Array) WriteArray(json, type);
        else if (type.Kind == TypeKind.Interval) WriteInterval(json);
        else json.WriteStringValue(Word(type));
    }

    /// <summary>Our type for another writer's field; null when we have none.</summary>
    public static DataType? Read(JsonElement type)
    {
        if (type.ValueKind == JsonValueKind.String) return FromWord(type.GetString()!);
        if (type.ValueKind != JsonValueKind.Object || type.GetProperty("type").GetString() != "array") return null;
        return Read(type.GetProperty("elementType")) is { } element ? DataType.Array(element) : null;
    }

    /// <summary>The exact type as a text, such as <c>numeric(10,2)[]</c>.</summary>
    public static string Name(DataType type) => type.Kind == TypeKind.Array ? Name(type.Element!) + "[]" : type.ToString();

    /// <summary>Reads what <see cref="Name"/> wrote; null for a text that it can't have written.</summary>
    public static DataType? FromName(string name)
    {
        if (name.EndsWith("[]", StringComparison.Ordinal))
            return FromName(name[..^2]) is { } element ? DataType.Array(element) : null;
        if (name.StartsWith("numeric(", StringComparison.Ordinal)) return FromNumeric(name["numeric(".Length..]);
        if (name.StartsWith("character varying(", StringComparison.Ordinal))
            return DataType.Varchar(int.Parse(name["character varying(".Length..^1], CultureInfo.InvariantCulture));
        return Array.Find(Simple, type => type.ToString() == name);
    }

    /// <summary>Whether the type, or that of its elements, is a plain timestamp.</summary>
    public static bool NeedsTimestampNtz(DataType type) =>
        type.Kind == TypeKind.Timestamp || (type.Element is { } element && NeedsTimestampNtz(element));

    private static readonly DataType[] Simple =
    [
        DataType.Boolean, DataType.Int16, DataType.Int32, DataType.Int64, DataType.Float32, DataType.Float64, DataType.Text,
        DataType.Varchar(), DataType.Bytea, DataType.Uuid, DataType.Date, DataType.Time, DataType.Timestamp,
        DataType.TimestampTz, DataType.Interval, DataType.Json, DataType.Jsonb,
    ];

    private static string Word(DataType type) => type.Kind switch
    {
        TypeKind.Boolean => "boolean",
        TypeKind.Int16 => "short",
        TypeKind.Int32 => "integer",
        TypeKind.Int64 => "long",
        TypeKind.Float32 => "float",
        TypeKind.Float64 => "double",
        TypeKind.Numeric => $"decimal({type.Precision},{type.Scale})",
        TypeKind.Text or TypeKind.Varchar or TypeKind.Json or TypeKind.Jsonb or TypeKind.Uuid => "string",
        TypeKind.Bytea => "binary",
        TypeKind.Date => "date",
        // microseconds since midnight
        TypeKind.Time => "long",
        TypeKind.Timestamp => "timestamp_ntz",
        TypeKind.TimestampTz => "timestamp",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static DataType? FromWord(string word) => word switch
    {
        "boolean" => DataType.Boolean,
        "byte" or "short" => DataType.Int16,
        "integer" => DataType.Int32,
        "long" => DataType.Int64,
        "float" => DataType.Float32,
        "double" => DataType.Float64,
        "string" => DataType.Text,
        "binary" => DataType.Bytea,
        "date" => DataType.Date,
        "timestamp" => DataType.TimestampTz,
        "timestamp_ntz" => DataType.Timestamp,
        _ => word.StartsWith("decimal(", StringComparison.Ordinal) ? FromNumeric(word["decimal(".Length..]) : null,
    };

    private static DataType? FromNumeric(string text)
    {
        var parts = text.TrimEnd(')').Split(',');
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out var precision)
            && int.TryParse(parts[1], NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out var scale)
            && precision is >= 1 and <= DataType.MaxNumericPrecision && scale >= 0 && scale <= precision
            ? DataType.Numeric(precision, scale)
            : null;
    }

    private static void WriteArray(Utf8JsonWriter json, DataType type)
    {
        json.WriteStartObject();
        json.WriteString("type", "array");
        json.WritePropertyName("elementType");
        Write(json, type.Element!);
        json.WriteBoolean("containsNull", true);
        json.WriteEndObject();
    }

    private static void WriteInterval(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "struct");
        json.WriteStartArray("fields");
        foreach (var (name, word) in new[] { ("months", "integer"), ("days", "integer"), ("microseconds", "long") })
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteString("type", word);
            json.WriteBoolean("nullable", true);
            json.WriteStartObject("metadata");
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
