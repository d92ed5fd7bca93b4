using System.Text;
using System.Text.Json;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Sql.Resolving.Literals;

/// <summary>json and jsonb constants: checked, and for jsonb brought into PostgreSQL's normal form.</summary>
internal static class JsonText
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 1000 };

    public static string Validate(string text, int position)
    {
        using var document = Parse(text, "json", position);
        return text;
    }

    public static string Normalize(string text, int position)
    {
        using var document = Parse(text, "jsonb", position);
        var normal = new StringBuilder(text.Length + 16);
        Write(document.RootElement, normal);
        return normal.ToString();
    }

    private static JsonDocument Parse(string text, string type, int position)
    {
        try
        {
            return JsonDocument.Parse(text, Options);
        }
        catch (JsonException e)
        {
            throw Refusal.Of(SqlState.InvalidTextRepresentation, $"invalid input syntax for type {type}", position, detail: e.Message);
        }
    }

    private static void Write(JsonElement value, StringBuilder normal)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(value, normal);
                break;
            case JsonValueKind.Array:
                normal.Append('[');
                var first = true;
                foreach (var item in value.EnumerateArray())
                {
                    if (!first) normal.Append(", ");
                    first = false;
                    Write(item, normal);
                }
                normal.Append(']');
                break;
            case JsonValueKind.String:
                WriteString(value.GetString()!, normal);
                break;
            case JsonValueKind.Number:
                normal.Append(DecimalText.Normalize(value.GetRawText()) ?? value.GetRawText());
                break;
            default:
                normal.Append(value.GetRawText());
                break;
        }
    }

    // Keys are ordered by length, then by bytes; of equal keys the last counts.
    private static void WriteObject(JsonElement value, StringBuilder normal)
    {
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject()) members[member.Name] = member.Value;
        var ordered = members.Select(m => (Bytes: Encoding.UTF8.GetBytes(m.Key), m.Key, m.Value)).ToList();
        ordered.Sort((a, b) => a.Bytes.Length != b.Bytes.Length
            ? a.Bytes.Length.CompareTo(b.Bytes.Length)
            : a.Bytes.AsSpan().SequenceCompareTo(b.Bytes));
        normal.Append('{');
        for (var i = 0; i < ordered.Count; i++)
        {
            if (i > 0) normal.Append(", ");
            WriteString(ordered[i].Key, normal);
            normal.Append(": ");
            Write(ordered[i].Value, normal);
        }
        normal.Append('}');
    }

    private static void WriteString(string text, StringBuilder normal)
    {
        normal.Append('"');
        foreach (var c in text)
        {
            switch (c)
            {
                case '"': normal.Append("\\\""); break;
                case '\\': normal.Append("\\\\"); break;
                case '\b': normal.Append("\\b"); break;
                case '\f': normal.Append("\\f"); break;
                case '\n': normal.Append("\\n"); break;
                case '\r': normal.Append("\\r"); break;
                case '\t': normal.Append("\\t"); break;
                case < ' ': normal.Append($"\\u{(int)c:x4}"); break;
                default: normal.Append(c); break;
            }
        }
        normal.Append('"');
    }
}
