using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Granary.Comparison.Wire;

/// <summary>A bare PostgreSQL client, the same for both servers: no type loading, no pooling, one buffer each way.</summary>
internal sealed class WireConnection : IDisposable
{
    private readonly Socket _socket;
    private byte[] _input = new byte[1 << 18];
    private int _read;
    private int _filled;

    private WireConnection(Socket socket) => _socket = socket;

    /// <summary>Connects and logs in.</summary>
    public static WireConnection Open(int port, string user, string password, string database)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(IPAddress.Loopback, port);
        var connection = new WireConnection(socket);
        connection.Send(WireMessages.Startup(user, database));
        connection.Authenticate(user, password);
        return connection;
    }

    /// <summary>Sends bytes that hold whole messages.</summary>
    public void Send(ReadOnlySpan<byte> messages)
    {
        while (messages.Length > 0) messages = messages[_socket.Send(messages)..];
    }

    /// <summary>Runs a simple query and reads all that comes back.</summary>
    public WireAnswer Query(string sql, bool keepRows = false)
    {
        Send(WireMessages.Query(sql));
        return ReadUntilReady(keepRows);
    }

    /// <summary>Copies a stream of COPY text in.</summary>
    public WireAnswer CopyIn(string sql, Stream rows)
    {
        Send(WireMessages.Query(sql));
        if (Next().Type != 'G') throw new InvalidOperationException("the server doesn't take the COPY: " + ReadUntilReady(false).Error);
        var buffer = new byte[5 + (1 << 18)];
        buffer[0] = (byte)'d';
        int length;
        while ((length = rows.Read(buffer, 5, buffer.Length - 5)) > 0)
        {
            BinaryPrimitives.WriteInt32BigEndian(buffer.AsSpan(1), length + 4);
            Send(buffer.AsSpan(0, length + 5));
        }

        Send([(byte)'c', 0, 0, 0, 4]);
        return ReadUntilReady(false);
    }

    /// <summary>Reads messages up to ReadyForQuery.</summary>
    public WireAnswer ReadUntilReady(bool keepRows)
    {
        var answer = new WireAnswer();
        while (true)
        {
            var (type, body) = Next();
            switch (type)
            {
                case 'D':
                    answer.RowCount++;
                    if (keepRows) answer.Rows.Add(WireMessages.Row(body));
                    break;
                case 'C':
                    answer.Tag = Encoding.UTF8.GetString(body[..^1]);
                    break;
                case 'E':
                    answer.Error = WireMessages.ErrorText(body);
                    break;
                case 'Z':
                    return answer;
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    private void Authenticate(string user, string password)
    {
        ScramClient? scram = null;
        while (true)
        {
            var (type, body) = Next();
            if (type == 'E') throw new InvalidOperationException("log-in refused: " + WireMessages.ErrorText(body));
            if (type == 'Z') return;
            if (type != 'R') continue;
            switch (BinaryPrimitives.ReadInt32BigEndian(body))
            {
                case 10:
                    scram = new ScramClient(user, password);
                    Send(WireMessages.SaslInitial(scram.First));
                    break;
                case 11:
                    Send(WireMessages.SaslResponse(scram!.Final(Encoding.UTF8.GetString(body[4..]))));
                    break;
            }
        }
    }

    private Message Next()
    {
        Fill(5);
        var type = (char)_input[_read];
        var length = BinaryPrimitives.ReadInt32BigEndian(_input.AsSpan(_read + 1));
        Fill(1 + length);
        var body = _input.AsSpan(_read + 5, length - 4);
        _read += 1 + length;
        return new Message(type, body);
    }

    private void Fill(int wanted)
    {
        if (_filled - _read >= wanted) return;
        if (_read > 0)
        {
            _input.AsSpan(_read, _filled - _read).CopyTo(_input);
            (_filled, _read) = (_filled - _read, 0);
        }

        if (wanted > _input.Length) Array.Resize(ref _input, Math.Max(wanted, 2 * _input.Length));
        while (_filled < wanted)
        {
            var got = _socket.Receive(_input, _filled, _input.Length - _filled, SocketFlags.None);
            if (got == 0) throw new IOException("the server closed the connection");
            _filled += got;
        }
    }

    private readonly ref struct Message(char type, ReadOnlySpan<byte> body)
    {
        public readonly char Type = type;
        private readonly ReadOnlySpan<byte> _body = body;

        public void Deconstruct(out char messageType, out ReadOnlySpan<byte> messageBody)
        {
            messageType = Type;
            messageBody = _body;
        }
    }
}
