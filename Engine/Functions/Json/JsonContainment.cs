namespace Granary.Engine.Functions.Json;

/// <summary>`@&gt;` and `?` of jsonb (PostgreSQL 15, 8.14.3).</summary>
internal static class JsonContainment
{
    /// <summary>Whether the left value contains the right one.</summary>
    public static bool Contains(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        // at the top an array may contain a primitive
        var (outer, inner) = (First(left), First(right));
        if (outer == (byte)'[' && inner is not ((byte)'[' or (byte)'{')) return HasElement(left, right.Trim(" \t\r\n"u8));
        return ContainsValue(left, right);
    }

    /// <summary>Whether a text is a key of the object, a string in the array, or the string itself.</summary>
    public static bool Exists(ReadOnlySpan<byte> json, ReadOnlySpan<byte> text)
    {
        var cursor = new JsonCursor(json);
        switch (cursor.Peek())
        {
            case (byte)'{':
                return JsonLookup.Field(json, text, out _);
            case (byte)'[':
                cursor.Take((byte)'[');
                while (cursor.Element(out var element))
                    if (element[0] == (byte)'"' && JsonText.Is(element, text)) return true;
                return false;
            case (byte)'"':
                return JsonText.Is(cursor.Value(), text);
            default:
                return false;
        }
    }

    private static bool ContainsValue(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var kind = First(right);
        if (First(left) != kind && kind is (byte)'{' or (byte)'[') return false;
        return kind switch
        {
            (byte)'{' => ContainsObject(left, right),
            (byte)'[' => ContainsArray(left, right),
            _ => IsSameScalar(new JsonCursor(left).Value(), new JsonCursor(right).Value()),
        };
    }

    private static bool ContainsObject(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var cursor = new JsonCursor(right);
        cursor.Take((byte)'{');
        for (var key = cursor.Key(); key.Length > 0; key = cursor.Key())
        {
            var wanted = cursor.Value();
            if (!JsonLookup.Field(left, JsonText.Text(key), out var found) || !ContainsValue(found, wanted)) return false;
        }

        return true;
    }

    private static bool ContainsArray(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var cursor = new JsonCursor(right);
        cursor.Take((byte)'[');
        while (cursor.Element(out var wanted))
            if (!HasElement(left, wanted)) return false;
        return true;
    }

    private static bool HasElement(ReadOnlySpan<byte> array, ReadOnlySpan<byte> wanted)
    {
        var cursor = new JsonCursor(array);
        cursor.Take((byte)'[');
        while (cursor.Element(out var element))
            if (ContainsValue(element, wanted)) return true;
        return false;
    }

    private static bool IsSameScalar(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (left.SequenceEqual(right)) return true;
        if (left.Length == 0 || right.Length == 0) return false;
        if (left[0] == (byte)'"' || right[0] == (byte)'"') return left[0] == right[0] && JsonText.Text(left).SequenceEqual(JsonText.Text(right));
        return decimal.TryParse(left, System.Globalization.NumberStyles.Float, null, out var a) && decimal.TryParse(right, System.Globalization.NumberStyles.Float, null, out var b) && a == b;
    }

    private static byte First(ReadOnlySpan<byte> json) => new JsonCursor(json).Peek();
}
