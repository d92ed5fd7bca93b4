using System.Buffers;
using System.Text;
using System.Text.Json;
using Granary.Engine.Delta.Actions;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Tables;

namespace Granary.Engine.Delta;

/// <summary>Turns a table's schema into the actions that declare it, and back without loss.</summary>
internal static class DeltaSchema
{
    private const string TypeKey = "granary.type";
    private const string DefaultKey = "granary.default";
    private const string TimeColumnKey = "granary.timeColumn";
    private const string ProjectColumnKey = "granary.projectColumn";
    private const string IdColumnsKey = "granary.idColumns";

    /// <summary>The protocol that a table of this schema needs: the oldest, unless it has plain timestamps.</summary>
    public static DeltaAction.Protocol ProtocolFor(TableSchema schema) =>
        schema.ColumnTypes.Any(DeltaTypes.NeedsTimestampNtz)
            ? new DeltaAction.Protocol(3, 7)
            {
                ReaderFeatures = [DeltaTypes.TimestampNtzFeature],
                WriterFeatures = [DeltaTypes.TimestampNtzFeature],
            }
            : new DeltaAction.Protocol(1, 2);

    /// <summary>Declares the schema.</summary>
    public static DeltaAction.Metadata ToMetadata(TableSchema schema, string id, DateTimeOffset createdTime) =>
        new(id, ToSchemaString(schema))
        {
            Name = schema.Name,
            PartitionColumns = [schema.DateColumn],
            CreatedTime = createdTime.ToUnixTimeMilliseconds(),
            Configuration = new Dictionary<string, string>
            {
                [TimeColumnKey] = schema.TimeColumn,
                [ProjectColumnKey] = schema.ProjectColumn,
                [IdColumnsKey] = string.Join(',', schema.IdColumns.Select(Uri.EscapeDataString)),
            },
        };

    /// <summary>The schema that was declared, by us or another writer.</summary>
    /// <exception cref="JsonException">The schema's JSON is torn.</exception>
    public static TableSchema FromMetadata(DeltaAction.Metadata metadata)
    {
        using var document = JsonDocument.Parse(metadata.SchemaString);
        if (!document.RootElement.TryGetProperty("fields", out var fields) || fields.ValueKind != JsonValueKind.Array)
            throw new JsonException("The schema has no fields.");
        var columns = fields.EnumerateArray().Select(ToColumn).ToList();
        var schema = new TableSchema(metadata.Name ?? "", columns);
        var configuration = metadata.Configuration;
        return new TableSchema(schema.Name, columns)
        {
            DateColumn = metadata.PartitionColumns.FirstOrDefault(schema.DateColumn),
            TimeColumn = configuration.GetValueOrDefault(TimeColumnKey, schema.TimeColumn),
            ProjectColumn = configuration.GetValueOrDefault(ProjectColumnKey, schema.ProjectColumn),
            IdColumns = [.. configuration.GetValueOrDefault(IdColumnsKey, "")
                .Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)],
        };
    }

    private static string ToSchemaString(TableSchema schema)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("type", "struct");
            json.WriteStartArray("fields");
            foreach (var column in schema.Columns) WriteField(json, column);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteField(Utf8JsonWriter json, ColumnDefinition column)
    {
        json.WriteStartObject();
        json.WriteString("name", column.Name);
        json.WritePropertyName("type");
        DeltaTypes.Write(json, column.Type);
        json.WriteBoolean("nullable", column.IsNullable);
        json.WriteStartObject("metadata");
        json.WriteString(TypeKey, DeltaTypes.Name(column.Type));
        if (column.Default != ColumnDefault.Null) json.WriteString(DefaultKey, column.Default.ToString());
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static ColumnDefinition ToColumn(JsonElement field)
    {
        var name = field.GetProperty("name").GetString()!;
        var hasMetadata = field.TryGetProperty("metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object;
        DataType? exact = hasMetadata && metadata.TryGetProperty(TypeKey, out var typeName)
            ? DeltaTypes.FromName(typeName.GetString() ?? "")
            : null;
        var type = exact ?? DeltaTypes.Read(field.GetProperty("type"))
            ?? throw DeltaErrors.Unsupported($"column \"{name}\" has a type that Granary doesn't have: {field.GetProperty("type")}.");
        var isNullable = !field.TryGetProperty("nullable", out var nullable) || nullable.GetBoolean();
        var column = new ColumnDefinition(name, type, isNullable);
        return hasMetadata && metadata.TryGetProperty(DefaultKey, out var text)
            && Enum.TryParse<ColumnDefault>(text.GetString(), out var value)
            ? column with { Default = value }
            : column;
    }
}
