using System.Buffers.Binary;
using System.Text;

namespace Granary.Comparison.Wire;

/// <summary>The few messages of PostgreSQL's protocol 3.0 that the benchmark sends and reads.</summary>
internal static class WireMessages
{
    public static byte[] Startup(string user, string database)
    {
        var body = Encoding.UTF8.GetBytes($"user\0{user}\0database\0{database}\0\0");
        var message = new byte[8 + body.Length];
        BinaryPrimitives.WriteInt32BigEndian(message, message.Length);
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(4), 196_608);
        body.CopyTo(message, 8);
        return message;
    }

    public static byte[] Query(string sql) => Message('Q', Encoding.UTF8.GetBytes(sql + "\0"));

    public static byte[] SaslInitial(string first)
    {
        var text = Encoding.UTF8.GetBytes(first);
        var body = new List<byte>(Encoding.UTF8.GetBytes("SCRAM-SHA-256\0"));
        body.AddRange(BigEndian(text.Length));
        body.AddRange(text);
        return Message('p', [.. body]);
    }

    public static byte[] SaslResponse(string final) => Message('p', Encoding.UTF8.GetBytes(final));

    public static byte[] Parse(string name, string sql) => Message('P', [.. Encoding.UTF8.GetBytes(name + "\0" + sql + "\0"), 0, 0]);

    public static byte[] Execute => Message('E', [0, 0, 0, 0, 0]);

    public static byte[] Sync => Message('S', []);

    /// <summary>Bind of text parameters; null for NULL. Results in text.</summary>
    public static byte[] Bind(string statement, IReadOnlyList<string?> parameters)
    {
        var body = new List<byte>(1024);
        body.Add(0);
        body.AddRange(Encoding.UTF8.GetBytes(statement + "\0"));
        body.AddRange([0, 0, (byte)(parameters.Count >> 8), (byte)parameters.Count]);
        foreach (var parameter in parameters)
        {
            if (parameter is null)
            {
                body.AddRange(BigEndian(-1));
                continue;
            }

            var text = Encoding.UTF8.GetBytes(parameter);
            body.AddRange(BigEndian(text.Length));
            body.AddRange(text);
        }

        body.AddRange([0, 0]);
        return Message('B', [.. body]);
    }

    /// <summary>The fields of a DataRow, joined with tabs.</summary>
    public static string Row(ReadOnlySpan<byte> body)
    {
        var row = new StringBuilder();
        var count = BinaryPrimitives.ReadInt16BigEndian(body);
        body = body[2..];
        for (var i = 0; i < count; i++)
        {
            if (i > 0) row.Append('\t');
            var length = BinaryPrimitives.ReadInt32BigEndian(body);
            body = body[4..];
            if (length < 0)
            {
                row.Append("\\N");
                continue;
            }

            row.Append(Encoding.UTF8.GetString(body[..length]));
            body = body[length..];
        }

        return row.ToString();
    }

    public static string ErrorText(ReadOnlySpan<byte> body)
    {
        var fields = Encoding.UTF8.GetString(body).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        return string.Join("; ", fields.Where(field => "CMDHW".Contains(field[0], StringComparison.Ordinal)).Select(field => field[1..]));
    }

    private static byte[] Message(char type, ReadOnlySpan<byte> body) => [(byte)type, .. BigEndian(body.Length + 4), .. body];

    private static byte[] BigEndian(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
