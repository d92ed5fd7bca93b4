using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Granary.Engine.Segments;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Tables;

namespace Granary.Engine.Delta;

/// <summary>The statistics of an add action as the Delta protocol writes them: JSON in a text.</summary>
internal static class StatisticsJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(SegmentStatistics statistics)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteNumber("numRecords", statistics.RowCount);
            WriteBounds(json, "minValues", statistics, column => column.Min);
            WriteBounds(json, "maxValues", statistics, column => column.Max);
            json.WriteStartObject("nullCount");
            // protocol: of structures the leaves are counted, and an interval lies as a structure
            foreach (var column in statistics.Columns.Where(column => column.Type.Kind != TypeKind.Interval))
                json.WriteNumber(column.Name, column.NullCount);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Null when there are no statistics. Columns that the schema doesn't have are left out.</summary>
    /// <exception cref="JsonException">The text is torn.</exception>
    public static SegmentStatistics? Read(string? text, TableSchema schema)
    {
        if (string.IsNullOrEmpty(text)) return null;
        using var document = JsonDocument.Parse(text);
        var root = document.RootElement;
        if (!root.TryGetProperty("numRecords", out var rows) || !rows.TryGetInt64(out var rowCount)) return null;
        var counts = Collect(root, "nullCount");
        var minima = Collect(root, "minValues");
        var maxima = Collect(root, "maxValues");
        var columns = new List<ColumnStatistics>();
        foreach (var column in schema.Columns)
        {
            var isKnown = counts.TryGetValue(column.Name, out var count);
            var min = minima.TryGetValue(column.Name, out var low) ? ReadBound(low, column.Type, isUpper: false) : null;
            var max = maxima.TryGetValue(column.Name, out var high) ? ReadBound(high, column.Type, isUpper: true) : null;
            if (!isKnown && min is null && max is null) continue;
            var nullCount = isKnown && count.ValueKind == JsonValueKind.Number && count.TryGetInt64(out var n) ? n : 0;
            columns.Add(new ColumnStatistics(column.Name, column.Type, nullCount, min, max));
        }
        return new SegmentStatistics(rowCount, columns);
    }

    private static void WriteBounds(
        Utf8JsonWriter json, string name, SegmentStatistics statistics, Func<ColumnStatistics, object?> bound)
    {
        json.WriteStartObject(name);
        foreach (var column in statistics.Columns)
        {
            if (bound(column) is { } value) WriteBound(json, column, value);
        }
        json.WriteEndObject();
    }

    private static void WriteBound(Utf8JsonWriter json, ColumnStatistics column, object value)
    {
        switch (value)
        {
            case long number when column.Type.Kind is TypeKind.Date or TypeKind.Timestamp or TypeKind.TimestampTz:
                if (CalendarText.Write(number, column.Type.Kind) is { } day) json.WriteString(column.Name, day);
                break;
            case long number: json.WriteNumber(column.Name, number); break;
            case double number when double.IsFinite(number): json.WriteNumber(column.Name, number); break;
            case double: break;
            case Int128 number:
                json.WritePropertyName(column.Name);
                json.WriteRawValue(ScaledText(number, column.Type.Scale));
                break;
            case string text: json.WriteString(column.Name, text); break;
            default: throw new System.Diagnostics.UnreachableException();
        }
    }

    private static Dictionary<string, JsonElement> Collect(JsonElement root, string name)
    {
        var found = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (!root.TryGetProperty(name, out var values) || values.ValueKind != JsonValueKind.Object) return found;
        foreach (var value in values.EnumerateObject()) found[value.Name] = value.Value;
        return found;
    }

    private static object? ReadBound(JsonElement value, DataType type, bool isUpper) => type.Kind switch
    {
        TypeKind.Int16 or TypeKind.Int32 or TypeKind.Int64 or TypeKind.Time =>
            value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null,
        TypeKind.Float32 or TypeKind.Float64 =>
            value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number) ? number : null,
        TypeKind.Numeric => value.ValueKind == JsonValueKind.Number ? ReadScaled(value.GetRawText(), type.Scale) : null,
        TypeKind.Text or TypeKind.Varchar or TypeKind.Uuid => value.ValueKind == JsonValueKind.String ? value.GetString() : null,
        TypeKind.Date or TypeKind.Timestamp or TypeKind.TimestampTz =>
            value.ValueKind == JsonValueKind.String ? CalendarText.Read(value.GetString()!, type.Kind, isUpper) : null,
        _ => null,
    };

    private static string ScaledText(Int128 number, int scale)
    {
        if (scale == 0) return number.ToString(CultureInfo.InvariantCulture);
        var digits = (number < 0 ? -number : number).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        return $"{(number < 0 ? "-" : "")}{digits[..^scale]}.{digits[^scale..]}";
    }

    /// <summary>Null for a number that isn't exactly one of the type.</summary>
    private static Int128? ReadScaled(string text, int scale)
    {
        var point = text.IndexOf('.');
        var fraction = point < 0 ? "" : text[(point + 1)..].TrimEnd('0');
        if (fraction.Length > scale) return null;
        var digits = (point < 0 ? text : text[..point]) + fraction.PadRight(scale, '0');
        return Int128.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
