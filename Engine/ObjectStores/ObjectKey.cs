using System.Text;

namespace Granary.Engine.ObjectStores;

/// <summary>The rule for object keys that every store keeps, so that a name good in one store is good in all.</summary>
internal static class ObjectKey
{
    /// <summary>S3's limit.</summary>
    private const int MaxKeyBytes = 1024;

    /// <summary>What ordinary file systems allow for one name.</summary>
    private const int MaxPartBytes = 255;

    /// <summary>
    /// Throws <c>Invalid</c> unless the key is 1 to 1024 UTF-8 bytes of parts between single slashes, none of them empty,
    /// <c>.</c> or <c>..</c> or over 255 bytes, without control characters or backslashes.
    /// </summary>
    public static void Validate(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var problem = FindProblem(key);
        if (problem is not null) throw ObjectStoreErrors.BadKey(key, problem);
    }

    /// <summary>Compares keys by their UTF-8 bytes, the order in which S3 lists.</summary>
    public static int Compare(string left, string right)
    {
        var length = Math.Min(left.Length, right.Length);
        for (var i = 0; i < length; i++)
        {
            if (left[i] != right[i]) return Utf8Rank(left[i]) - Utf8Rank(right[i]);
        }
        return left.Length - right.Length;
    }

    /// <summary>UTF-16 puts surrogates before U+E000..U+FFFF, UTF-8 after them.</summary>
    private static int Utf8Rank(char c) => char.IsSurrogate(c) ? c + 0x10000 : c;

    private static string? FindProblem(string key)
    {
        if (key.Length == 0) return "it is empty";
        if (key.Length > MaxKeyBytes || Encoding.UTF8.GetByteCount(key) > MaxKeyBytes) return "it is over 1024 bytes";
        foreach (var c in key)
        {
            if (char.IsControl(c)) return "it has a control character";
            if (c == '\\') return "it has a backslash";
        }
        foreach (var range in key.AsSpan().Split('/'))
        {
            var part = key.AsSpan(range);
            if (part.Length == 0) return "a part between slashes is empty";
            if (part is "." or "..") return "it has a part '.' or '..'";
            if (Encoding.UTF8.GetByteCount(part) > MaxPartBytes) return "a part between slashes is over 255 bytes";
        }
        return HasLoneSurrogate(key) ? "it is not valid Unicode" : null;
    }

    private static bool HasLoneSurrogate(string key)
    {
        for (var i = 0; i < key.Length; i++)
        {
            if (!char.IsSurrogate(key[i])) continue;
            if (!(i + 1 < key.Length && char.IsSurrogatePair(key[i], key[i + 1]))) return true;
            i++;
        }
        return false;
    }
}
