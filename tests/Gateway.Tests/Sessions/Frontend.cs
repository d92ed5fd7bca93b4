using System.Buffers.Binary;
using System.Text;

namespace Granary.Gateway.Tests.Sessions;

/// <summary>Messages of a client as bytes.</summary>
internal static class Frontend
{
    public static readonly byte[] Sync = Message('S');
    public static readonly byte[] Flush = Message('H');
    public static readonly byte[] Terminate = Message('X');
    public static readonly byte[] CopyDone = Message('c');

    public static byte[] Message(char code, params byte[][] parts)
    {
        var body = parts.SelectMany(part => part).ToArray();
        return [(byte)code, .. Int32(body.Length + 4), .. body];
    }

    public static byte[] Startup(int version, params (string Name, string Value)[] parameters)
    {
        byte[] body = [.. Int32(version), .. parameters.SelectMany(parameter => (byte[])[.. Text(parameter.Name), .. Text(parameter.Value)]), 0];
        return [.. Int32(body.Length + 4), .. body];
    }

    public static byte[] Request(params int[] numbers) => [.. Int32(4 * numbers.Length + 4), .. numbers.SelectMany(Int32)];

    public static byte[] Query(string sql) => Message('Q', Text(sql));

    public static byte[] Parse(string name, string sql, params int[] oids) =>
        Message('P', Text(name), Text(sql), Int16(oids.Length), oids.SelectMany(Int32).ToArray());

    public static byte[] Bind(string portal, string statement, string?[] values, short[]? resultFormats = null) =>
        Message('B', Text(portal), Text(statement), Int16(0), Int16(values.Length),
            values.SelectMany(value => value is null ? Int32(-1) : [.. Int32(Encoding.UTF8.GetByteCount(value)), .. Encoding.UTF8.GetBytes(value)]).ToArray(),
            Int16(resultFormats?.Length ?? 0), (resultFormats ?? []).SelectMany(format => Int16(format)).ToArray());

    public static byte[] Describe(char kind, string name) => Message('D', [(byte)kind], Text(name));

    public static byte[] Close(char kind, string name) => Message('C', [(byte)kind], Text(name));

    public static byte[] Execute(string portal, int limit = 0) => Message('E', Text(portal), Int32(limit));

    public static byte[] CopyData(string data) => Message('d', Encoding.UTF8.GetBytes(data));

    public static byte[] CopyFail(string reason) => Message('f', Text(reason));

    public static byte[] SaslInitialResponse(string mechanism, string data) =>
        Message('p', Text(mechanism), Int32(Encoding.UTF8.GetByteCount(data)), Encoding.UTF8.GetBytes(data));

    public static byte[] Text(string text) => [.. Encoding.UTF8.GetBytes(text), 0];

    public static byte[] Int16(int value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteInt16BigEndian(bytes, (short)value);
        return bytes;
    }

    public static byte[] Int32(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
