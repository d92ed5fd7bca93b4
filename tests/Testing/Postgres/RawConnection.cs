using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Granary.Testing.Postgres;

/// <summary>What a statement gave over the raw protocol: rows of raw field bytes, or an error's fields by letter.</summary>
/// <param name="Rows">Fields, null for NULL.</param>
/// <param name="Error">The error's fields; null without one.</param>
public sealed record RawResult(List<byte[]?[]> Rows, Dictionary<char, string>? Error)
{
    /// <summary>The data of CopyData messages, one after another.</summary>
    public byte[] CopyData { get; init; } = [];
}

/// <summary>Speaks PostgreSQL's protocol byte by byte, so that a test sees exactly what is on the wire. No passwords, no TLS.</summary>
public sealed class RawConnection : IDisposable
{
    private readonly TcpClient _client;
    private readonly BufferedStream _stream;

    /// <summary>Connects.</summary>
    /// <param name="port">On 127.0.0.1.</param>
    /// <param name="parameters">Start-up parameters: name, value, name, value.</param>
    public RawConnection(int port, params ReadOnlySpan<string> parameters)
    {
        _client = new TcpClient("127.0.0.1", port) { NoDelay = true };
        _stream = new BufferedStream(_client.GetStream(), 64 * 1024);
        var body = new MemoryStream();
        body.Write([0, 3, 0, 0]);
        foreach (var text in (string[])["user", "postgres", "database", "postgres", .. parameters]) PutText(body, text);
        body.WriteByte(0);
        WriteLength(body.Length + 4);
        _stream.Write(body.ToArray());
        _stream.Flush();
        var result = ReadUntilReady();
        if (result.Error is { } error) throw new InvalidOperationException(error['M']);
    }

    /// <summary>Runs statements by the simple protocol.</summary>
    public RawResult Query(string sql)
    {
        Send('Q', body => PutText(body, sql));
        _stream.Flush();
        return ReadUntilReady();
    }

    /// <summary>Runs a statement by the extended protocol with one parameter and one format for all results.</summary>
    public RawResult Execute(string sql, byte[]? parameter, bool binaryParameter, bool binaryResult)
    {
        Send('P', body =>
        {
            PutText(body, "");
            PutText(body, sql);
            body.Write([0, 0]);
        });
        Send('B', body =>
        {
            body.Write([0, 0, 0, 1, 0, binaryParameter ? (byte)1 : (byte)0, 0, 1]);
            PutInt32(body, parameter?.Length ?? -1);
            body.Write(parameter ?? []);
            body.Write([0, 1, 0, binaryResult ? (byte)1 : (byte)0]);
        });
        Send('E', body => body.Write([0, 0, 0, 0, 0]));
        Send('S', _ => { });
        _stream.Flush();
        return ReadUntilReady();
    }

    /// <summary>Runs a COPY FROM STDIN with some data.</summary>
    public RawResult CopyIn(string sql, ReadOnlySpan<byte> data)
    {
        Send('Q', body => PutText(body, sql));
        _stream.Flush();
        var (kind, first) = ReadMessage();
        if (kind != 'G')
        {
            var failed = ReadUntilReady();
            return failed with { Error = failed.Error ?? ReadError(first) };
        }

        var bytes = data.ToArray();
        Send('d', body => body.Write(bytes));
        Send('c', _ => { });
        _stream.Flush();
        return ReadUntilReady();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _client.Dispose();
    }

    private RawResult ReadUntilReady()
    {
        var rows = new List<byte[]?[]>();
        var copied = new MemoryStream();
        Dictionary<char, string>? error = null;
        while (true)
        {
            var (kind, body) = ReadMessage();
            if (kind == 'Z') return new RawResult(rows, error) { CopyData = copied.ToArray() };
            if (kind == 'D') rows.Add(ReadRow(body));
            else if (kind == 'E') error ??= ReadError(body);
            else if (kind == 'd') copied.Write(body);
        }
    }

    private (char Kind, byte[] Body) ReadMessage()
    {
        Span<byte> header = stackalloc byte[5];
        _stream.ReadExactly(header);
        var body = new byte[BinaryPrimitives.ReadInt32BigEndian(header[1..]) - 4];
        _stream.ReadExactly(body);
        return ((char)header[0], body);
    }

    private static byte[]?[] ReadRow(byte[] body)
    {
        var fields = new byte[]?[BinaryPrimitives.ReadInt16BigEndian(body)];
        var at = 2;
        for (var i = 0; i < fields.Length; i++)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(at));
            at += 4;
            if (length < 0) continue;
            fields[i] = body[at..(at + length)];
            at += length;
        }

        return fields;
    }

    private static Dictionary<char, string> ReadError(byte[] body)
    {
        var fields = new Dictionary<char, string>();
        for (var at = 0; body[at] != 0;)
        {
            var end = Array.IndexOf(body, (byte)0, at);
            fields[(char)body[at]] = Encoding.UTF8.GetString(body, at + 1, end - at - 1);
            at = end + 1;
        }

        return fields;
    }

    private void Send(char kind, Action<MemoryStream> write)
    {
        var body = new MemoryStream();
        write(body);
        _stream.WriteByte((byte)kind);
        WriteLength(body.Length + 4);
        body.Position = 0;
        body.CopyTo(_stream);
    }

    private void WriteLength(long length)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, (int)length);
        _stream.Write(bytes);
    }

    private static void PutText(MemoryStream body, string text)
    {
        body.Write(Encoding.UTF8.GetBytes(text));
        body.WriteByte(0);
    }

    private static void PutInt32(MemoryStream body, int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        body.Write(bytes);
    }
}
