using System.Globalization;
using System.Text;

namespace Granary.Gateway.Tests.Messages;

/// <summary>Bytes of the wire as tests write them: `51 00000005 'text' 00`.</summary>
internal static class Wire
{
    /// <summary>Hexadecimal digits, and text between quotes; blanks part them.</summary>
    public static byte[] Bytes(string notation)
    {
        var bytes = new List<byte>();
        for (var i = 0; i < notation.Length;)
        {
            if (notation[i] == ' ')
            {
                i++;
            }
            else if (notation[i] == '\'')
            {
                var end = notation.IndexOf('\'', i + 1);
                bytes.AddRange(Encoding.UTF8.GetBytes(notation[(i + 1)..end]));
                i = end + 1;
            }
            else
            {
                bytes.Add(byte.Parse(notation.AsSpan(i, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                i += 2;
            }
        }

        return [.. bytes];
    }
}
