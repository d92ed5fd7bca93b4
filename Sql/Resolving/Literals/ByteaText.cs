using System.Text;

namespace Granary.Sql.Resolving.Literals;

/// <summary>bytea constants: hex and escape form in, lower-case hex with `\x` out.</summary>
internal static class ByteaText
{
    public static string? Normalize(string text)
    {
        if (text.StartsWith("\\x", StringComparison.OrdinalIgnoreCase))
        {
            var digits = string.Concat(text.Skip(2).Where(c => !char.IsWhiteSpace(c)));
            return digits.Length % 2 == 0 && digits.All(char.IsAsciiHexDigit) ? "\\x" + digits.ToLowerInvariant() : null;
        }
        var bytes = new List<byte>();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                var rune = char.IsHighSurrogate(text[i]) && i + 1 < text.Length ? text.Substring(i++, 2) : text[i].ToString();
                bytes.AddRange(Encoding.UTF8.GetBytes(rune));
            }
            else if (i + 1 < text.Length && text[i + 1] == '\\')
            {
                bytes.Add((byte)'\\');
                i++;
            }
            else if (i + 3 < text.Length && text[i + 1] is >= '0' and <= '3' && text[i + 2] is >= '0' and <= '7' && text[i + 3] is >= '0' and <= '7')
            {
                bytes.Add((byte)((text[i + 1] - '0') * 64 + (text[i + 2] - '0') * 8 + text[i + 3] - '0'));
                i += 3;
            }
            else return null;
        }
        return "\\x" + Convert.ToHexString([.. bytes]).ToLowerInvariant();
    }
}
