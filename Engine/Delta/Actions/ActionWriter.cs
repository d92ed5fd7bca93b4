using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Granary.Engine.Delta.Actions;

/// <summary>Writes actions as the Delta protocol's JSON, one line each.</summary>
internal static class ActionWriter
{
    /// <summary>Stats are JSON inside of JSON: without the relaxed rule each of their quotes would take six bytes.</summary>
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(IEnumerable<DeltaAction> actions)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, Options);
        foreach (var action in actions)
        {
            json.Reset();
            json.WriteStartObject();
            WriteAction(json, action);
            json.WriteEndObject();
            json.Flush();
            buffer.Write("\n"u8);
        }
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteAction(Utf8JsonWriter json, DeltaAction action)
    {
        switch (action)
        {
            case DeltaAction.Protocol protocol: Write(json, protocol); break;
            case DeltaAction.Metadata metadata: Write(json, metadata); break;
            case DeltaAction.Add add: Write(json, add); break;
            case DeltaAction.Remove remove: Write(json, remove); break;
            case DeltaAction.Transaction transaction: Write(json, transaction); break;
            case DeltaAction.CommitInfo info: Write(json, info); break;
            default: throw new System.Diagnostics.UnreachableException();
        }
    }

    private static void Write(Utf8JsonWriter json, DeltaAction.Protocol protocol)
    {
        json.WriteStartObject("protocol");
        json.WriteNumber("minReaderVersion", protocol.MinReaderVersion);
        json.WriteNumber("minWriterVersion", protocol.MinWriterVersion);
        // features are named from reader 3 and writer 7 on, and only then
        if (protocol.MinReaderVersion >= 3) WriteStrings(json, "readerFeatures", protocol.ReaderFeatures);
        if (protocol.MinWriterVersion >= 7) WriteStrings(json, "writerFeatures", protocol.WriterFeatures);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, DeltaAction.Metadata metadata)
    {
        json.WriteStartObject("metaData");
        json.WriteString("id", metadata.Id);
        if (metadata.Name is not null) json.WriteString("name", metadata.Name);
        json.WriteStartObject("format");
        json.WriteString("provider", "parquet");
        json.WriteStartObject("options");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteString("schemaString", metadata.SchemaString);
        WriteStrings(json, "partitionColumns", metadata.PartitionColumns);
        WriteMap(json, "configuration", metadata.Configuration);
        if (metadata.CreatedTime is { } created) json.WriteNumber("createdTime", created);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, DeltaAction.Add add)
    {
        json.WriteStartObject("add");
        json.WriteString("path", DeltaPath.Encode(add.Path));
        WriteMap(json, "partitionValues", add.PartitionValues);
        json.WriteNumber("size", add.SizeInBytes);
        json.WriteNumber("modificationTime", add.ModificationTime);
        json.WriteBoolean("dataChange", add.DataChange);
        if (add.Stats is not null) json.WriteString("stats", add.Stats);
        if (add.Tags.Count > 0) WriteMap(json, "tags", add.Tags);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, DeltaAction.Remove remove)
    {
        json.WriteStartObject("remove");
        json.WriteString("path", DeltaPath.Encode(remove.Path));
        json.WriteNumber("deletionTimestamp", remove.DeletionTimestamp);
        json.WriteBoolean("dataChange", remove.DataChange);
        if (remove.SizeInBytes is { } size)
        {
            json.WriteBoolean("extendedFileMetadata", true);
            WriteMap(json, "partitionValues", remove.PartitionValues);
            json.WriteNumber("size", size);
        }
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, DeltaAction.Transaction transaction)
    {
        json.WriteStartObject("txn");
        json.WriteString("appId", transaction.AppId);
        json.WriteNumber("version", transaction.Version);
        if (transaction.LastUpdated is { } updated) json.WriteNumber("lastUpdated", updated);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, DeltaAction.CommitInfo info)
    {
        json.WriteStartObject("commitInfo");
        json.WriteNumber("timestamp", info.Timestamp);
        json.WriteString("operation", info.Operation);
        json.WriteStartObject("operationParameters");
        json.WriteEndObject();
        if (info.EngineInfo is not null) json.WriteString("engineInfo", info.EngineInfo);
        if (info.Nonce is not null) json.WriteString("nonce", info.Nonce);
        if (info.Appends is not null) json.WriteString("granaryAppends", info.Appends);
        json.WriteEndObject();
    }

    private static void WriteStrings(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private static void WriteMap<T>(Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<string, T>> map)
        where T : class?
    {
        json.WriteStartObject(name);
        // in a fixed order, so that equal commits have equal bytes
        foreach (var (key, value) in map.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            json.WriteString(key, value as string);
        json.WriteEndObject();
    }
}
