using System.Buffers.Text;

namespace Granary.Engine.Functions.Json;

/// <summary>Finds a part of a JSON text: by key, by index, by path. The results are spans of the text.</summary>
internal static class JsonLookup
{
    /// <summary>The value of a key; the last of equal keys, as PostgreSQL's json has it. False when absent or no object.</summary>
    public static bool Field(ReadOnlySpan<byte> json, ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value)
    {
        value = default;
        var cursor = new JsonCursor(json);
        if (!cursor.Take((byte)'{')) return false;
        var found = false;
        for (var name = cursor.Key(); name.Length > 0; name = cursor.Key())
        {
            var candidate = cursor.Value();
            if (!JsonText.Is(name, key)) continue;
            value = candidate;
            found = true;
        }

        return found;
    }

    /// <summary>The value of a key of an object whose keys differ, as those of jsonb do: the first that is found.</summary>
    public static bool UniqueField(ReadOnlySpan<byte> json, ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value)
    {
        value = default;
        var cursor = new JsonCursor(json);
        if (!cursor.Take((byte)'{')) return false;
        for (var name = cursor.Key(); name.Length > 0; name = cursor.Key())
        {
            value = cursor.Value();
            if (JsonText.Is(name, key)) return true;
        }

        return false;
    }

    /// <summary>An array's element, counted from 0, or from the end when negative.</summary>
    public static bool Element(ReadOnlySpan<byte> json, int index, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (index < 0)
        {
            var length = Length(json);
            if (length < 0 || (index += length) < 0) return false;
        }

        var cursor = new JsonCursor(json);
        if (!cursor.Take((byte)'[')) return false;
        while (cursor.Element(out value))
            if (index-- == 0) return true;
        return false;
    }

    /// <summary>One step of a path: a key of an object or an index of an array.</summary>
    public static bool Step(ReadOnlySpan<byte> json, ReadOnlySpan<byte> step, out ReadOnlySpan<byte> value)
    {
        value = default;
        var first = new JsonCursor(json).Peek();
        if (first == (byte)'{') return Field(json, step, out value);
        return first == (byte)'['
            && Utf8Parser.TryParse(step, out int index, out var read) && read == step.Length
            && Element(json, index, out value);
    }

    /// <summary>The number of an array's elements, -1 when it is no array.</summary>
    public static int Length(ReadOnlySpan<byte> json)
    {
        var cursor = new JsonCursor(json);
        if (!cursor.Take((byte)'[')) return -1;
        var count = 0;
        while (cursor.Element(out _)) count++;
        return count;
    }

    /// <summary>`object`, `array`, `string`, `number`, `boolean` or `null`.</summary>
    public static ReadOnlySpan<byte> TypeOf(ReadOnlySpan<byte> json) => new JsonCursor(json).Peek() switch
    {
        (byte)'{' => "object"u8,
        (byte)'[' => "array"u8,
        (byte)'"' => "string"u8,
        (byte)'t' or (byte)'f' => "boolean"u8,
        (byte)'n' => "null"u8,
        _ => "number"u8,
    };
}
