using System.Text.Json;
using Granary.Engine.ObjectStores;

namespace Granary.Engine.Delta;

/// <summary>The object <c>_last_checkpoint</c>: where the newest log checkpoint probably is. Absent, old and torn ones are no error.</summary>
internal static class LastCheckpointHint
{
    public static async Task<long?> TryReadAsync(IObjectStore store, TablePaths paths, CancellationToken cancellationToken)
    {
        if (await store.TryGetAsync(paths.LastCheckpoint, cancellationToken) is not { } body) return null;
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("version", out var version)
                && version.ValueKind == JsonValueKind.Number && version.TryGetInt64(out var number) && number >= 0
                ? number
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static byte[] Write(long version, int actionCount, long sizeInBytes, int addCount)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("version", version);
            json.WriteNumber("size", actionCount);
            json.WriteNumber("sizeInBytes", sizeInBytes);
            json.WriteNumber("numOfAddFiles", addCount);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }
}
