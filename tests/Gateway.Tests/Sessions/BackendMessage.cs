using System.Buffers.Binary;
using System.Text;

namespace Granary.Gateway.Tests.Sessions;

/// <summary>A message from the server.</summary>
internal sealed record BackendMessage(char Code, byte[] Body)
{
    /// <summary>The body as texts parted by NUL.</summary>
    public string[] Strings => Encoding.UTF8.GetString(Body).Split('\0');

    /// <summary>A field of an error or notice.</summary>
    public string? Field(char code) => Strings.FirstOrDefault(text => text.StartsWith(code))?[1..];

    /// <summary>The values of a DataRow as texts.</summary>
    public string?[] Values
    {
        get
        {
            var values = new string?[BinaryPrimitives.ReadInt16BigEndian(Body)];
            var at = 2;
            for (var i = 0; i < values.Length; i++)
            {
                var length = BinaryPrimitives.ReadInt32BigEndian(Body.AsSpan(at));
                at += 4;
                if (length < 0) continue;
                values[i] = Encoding.UTF8.GetString(Body, at, length);
                at += length;
            }

            return values;
        }
    }

    public override string ToString() => Code switch
    {
        'C' => $"C:{Strings[0]}",
        'D' => $"D:{string.Join(",", Values.Select(value => value ?? "NULL"))}",
        'E' => $"E:{Field('C')}",
        'N' => $"N:{Field('C')}",
        'Z' => $"Z:{(char)Body[0]}",
        '\0' => "end",
        _ => Code.ToString(),
    };
}
