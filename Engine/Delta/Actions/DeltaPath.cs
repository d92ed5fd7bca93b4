using System.Buffers;
using System.Globalization;
using System.Text;

namespace Granary.Engine.Delta.Actions;

/// <summary>The log writes paths percent-encoded (RFC 2396); in memory they are plain.</summary>
internal static class DeltaPath
{
    private static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~/=");

    public static string Encode(string path)
    {
        if (!path.AsSpan().ContainsAnyExcept(Plain)) return path;
        var encoded = new StringBuilder();
        foreach (var b in Encoding.UTF8.GetBytes(path))
        {
            if (Plain.Contains((char)b)) encoded.Append((char)b);
            else encoded.Append('%').Append(b.ToString("X2", CultureInfo.InvariantCulture));
        }
        return encoded.ToString();
    }

    public static string Decode(string encoded) => encoded.Contains('%') ? Uri.UnescapeDataString(encoded) : encoded;
}
