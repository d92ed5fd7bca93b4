using System.Text.Json;

namespace Granary.Engine.Delta.Actions;

/// <summary>
/// Reads lines of the Delta protocol's JSON, also other writers': unknown actions and fields are passed over, absent and
/// null ones are the same.
/// </summary>
internal static class ActionReader
{
    /// <exception cref="JsonException">The text is torn or no Delta commit.</exception>
    public static List<DeltaAction> Read(ReadOnlyMemory<byte> lines)
    {
        var actions = new List<DeltaAction>();
        while (!lines.IsEmpty)
        {
            var end = lines.Span.IndexOf((byte)'\n');
            var line = end < 0 ? lines : lines[..end];
            lines = end < 0 ? default : lines[(end + 1)..];
            if (!line.Span.Trim(" \r\t"u8).IsEmpty) ReadLine(line, actions);
        }
        return actions;
    }

    private static void ReadLine(ReadOnlyMemory<byte> line, List<DeltaAction> actions)
    {
        using var document = JsonDocument.Parse(line);
        if (document.RootElement.ValueKind != JsonValueKind.Object) throw new JsonException("A line is not an object.");
        foreach (var property in document.RootElement.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.Object) continue;
            if (ReadAction(property.Name, property.Value) is { } action) actions.Add(action);
        }
    }

    private static DeltaAction? ReadAction(string name, JsonElement value) => name switch
    {
        "protocol" => ReadProtocol(value),
        "metaData" => ReadMetadata(value),
        "add" => ReadAdd(value),
        "remove" => ReadRemove(value),
        "txn" => new DeltaAction.Transaction(Text(value, "appId"), Number(value, "version"))
        {
            LastUpdated = OptionalNumber(value, "lastUpdated"),
        },
        "commitInfo" => new DeltaAction.CommitInfo(
            OptionalNumber(value, "timestamp") ?? 0, OptionalText(value, "operation") ?? "", OptionalText(value, "nonce"))
        {
            EngineInfo = OptionalText(value, "engineInfo"),
            Appends = OptionalText(value, "granaryAppends"),
        },
        "sidecar" => throw new JsonException("The log checkpoint has sidecar files (V2), which Granary can't read."),
        _ => null,
    };

    private static DeltaAction.Protocol ReadProtocol(JsonElement value) =>
        new((int)Number(value, "minReaderVersion"), (int)Number(value, "minWriterVersion"))
        {
            ReaderFeatures = Strings(value, "readerFeatures"),
            WriterFeatures = Strings(value, "writerFeatures"),
        };

    private static DeltaAction.Metadata ReadMetadata(JsonElement value) => new(Text(value, "id"), Text(value, "schemaString"))
    {
        Name = OptionalText(value, "name"),
        PartitionColumns = Strings(value, "partitionColumns"),
        Configuration = Map(value, "configuration").Where(pair => pair.Value is not null)
            .ToDictionary(pair => pair.Key, pair => pair.Value!),
        CreatedTime = OptionalNumber(value, "createdTime"),
    };

    private static DeltaAction.Add ReadAdd(JsonElement value) => new(
        DeltaPath.Decode(Text(value, "path")), Number(value, "size"), OptionalNumber(value, "modificationTime") ?? 0,
        Flag(value, "dataChange", ifAbsent: true))
    {
        PartitionValues = Map(value, "partitionValues"),
        Stats = OptionalText(value, "stats"),
        Tags = Map(value, "tags").Where(pair => pair.Value is not null).ToDictionary(pair => pair.Key, pair => pair.Value!),
        HasDeletionVector = value.TryGetProperty("deletionVector", out var vector) && vector.ValueKind == JsonValueKind.Object,
    };

    private static DeltaAction.Remove ReadRemove(JsonElement value) => new(
        DeltaPath.Decode(Text(value, "path")), OptionalNumber(value, "deletionTimestamp") ?? 0,
        Flag(value, "dataChange", ifAbsent: true))
    {
        SizeInBytes = OptionalNumber(value, "size"),
        PartitionValues = Map(value, "partitionValues"),
    };

    private static string Text(JsonElement value, string name) =>
        OptionalText(value, name) ?? throw new JsonException($"The field {name} is missing.");

    private static string? OptionalText(JsonElement value, string name) =>
        value.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.String ? found.GetString() : null;

    private static long Number(JsonElement value, string name) =>
        OptionalNumber(value, name) ?? throw new JsonException($"The field {name} is missing.");

    private static long? OptionalNumber(JsonElement value, string name)
    {
        if (!value.TryGetProperty(name, out var found) || found.ValueKind == JsonValueKind.Null) return null;
        return found.ValueKind == JsonValueKind.Number && found.TryGetInt64(out var number)
            ? number
            : throw new JsonException($"The field {name} is not a whole number.");
    }

    private static bool Flag(JsonElement value, string name, bool ifAbsent) =>
        value.TryGetProperty(name, out var found) && found.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? found.ValueKind == JsonValueKind.True
            : ifAbsent;

    private static IReadOnlyList<string> Strings(JsonElement value, string name) =>
        value.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.Array
            ? [.. found.EnumerateArray().Select(item => item.GetString() ?? "")]
            : [];

    private static Dictionary<string, string?> Map(JsonElement value, string name)
    {
        var map = new Dictionary<string, string?>(StringComparer.Ordinal);
        if (!value.TryGetProperty(name, out var found) || found.ValueKind != JsonValueKind.Object) return map;
        foreach (var pair in found.EnumerateObject())
            map[pair.Name] = pair.Value.ValueKind == JsonValueKind.Null ? null : pair.Value.ToString();
        return map;
    }
}
