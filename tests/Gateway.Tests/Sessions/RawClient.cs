using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Granary.Gateway.Tests.Authentication;

namespace Granary.Gateway.Tests.Sessions;

/// <summary>A client that sends exactly the bytes it is told to and gives messages as they are.</summary>
internal sealed class RawClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Stream _stream;

    private RawClient(Stream stream) => _stream = stream;

    public int ProcessId { get; private set; }

    public int Secret { get; private set; }

    /// <summary>What ParameterStatus told last.</summary>
    public Dictionary<string, string> Parameters { get; } = [];

    public static async Task<RawClient> DialAsync(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        return new RawClient(new NetworkStream(socket, ownsSocket: true));
    }

    /// <summary>A client on the other end of a connection that is open.</summary>
    public static RawClient On(Stream stream) => new(stream);

    public async Task SendAsync(params byte[][] messages) => await SendAllAsync(messages.SelectMany(message => message).ToArray());

    public async Task SendAllAsync(ReadOnlyMemory<byte> bytes) => await _stream.WriteAsync(bytes);

    /// <summary>The next message; code 0 at the end of the connection.</summary>
    public async Task<BackendMessage> ReadAsync()
    {
        var header = await ReadBytesAsync(5);
        if (header is null) return new BackendMessage('\0', []);
        var body = await ReadBytesAsync(BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(1)) - 4);
        var message = new BackendMessage((char)header[0], body ?? throw new EndOfStreamException("a message was cut off"));
        if (message.Code == 'S') Parameters[message.Strings[0]] = message.Strings[1];
        return message;
    }

    public async Task<byte[]?> ReadBytesAsync(int count)
    {
        var bytes = new byte[count];
        using var limit = new CancellationTokenSource(Patience);
        for (var at = 0; at < count;)
        {
            int read;
            try
            {
                read = await _stream.ReadAsync(bytes.AsMemory(at), limit.Token);
            }
            catch (IOException)
            {
                read = 0;
            }

            if (read == 0) return null;
            at += read;
        }

        return bytes;
    }

    /// <summary>All messages up to and with ReadyForQuery, or the end of the connection.</summary>
    public async Task<List<BackendMessage>> ReadAnswerAsync()
    {
        var messages = new List<BackendMessage>();
        do messages.Add(await ReadAsync());
        while (messages[^1].Code is not ('Z' or '\0'));
        return messages;
    }

    public async Task<List<BackendMessage>> QueryAsync(string sql)
    {
        await SendAsync(Frontend.Query(sql));
        return await ReadAnswerAsync();
    }

    /// <summary>The answer in short: `T D D C:SELECT 2 Z:I`.</summary>
    public async Task<string> AskAsync(string sql) => Describe(await QueryAsync(sql));

    public static string Describe(IEnumerable<BackendMessage> messages) => string.Join(" ", messages.Where(message => message.Code != 'S').Select(message => message.ToString()));

    public async Task<List<BackendMessage>> LogInAsync(
        string database = "postgres", string user = "postgres", string password = "postgres", params (string Name, string Value)[] parameters)
    {
        await SendAsync(Frontend.Startup(196608, [("user", user), ("database", database), .. parameters]));
        return await AuthenticateAsync(user, password);
    }

    public async Task<List<BackendMessage>> AuthenticateAsync(string user = "postgres", string password = "postgres")
    {
        var message = await ReadAsync();
        var before = new List<BackendMessage>();
        while (message.Code == 'v')
        {
            before.Add(message);
            message = await ReadAsync();
        }

        if (message.Code != 'R') return [.. before, message];
        var scram = new ScramClient(password);
        await SendAsync(Frontend.SaslInitialResponse("SCRAM-SHA-256", scram.First));
        message = await ReadAsync();
        if (message.Code != 'R') return [.. before, message];
        await SendAsync(Frontend.Message('p', Encoding.UTF8.GetBytes(scram.Final(Encoding.UTF8.GetString(message.Body.AsSpan(4))))));
        var answer = await ReadAnswerAsync();
        if (answer.Find(one => one.Code == 'K') is { } key)
        {
            ProcessId = BinaryPrimitives.ReadInt32BigEndian(key.Body);
            Secret = BinaryPrimitives.ReadInt32BigEndian(key.Body.AsSpan(4));
        }

        return [.. before, .. answer];
    }

    /// <summary>Says that nothing more will be sent.</summary>
    public void EndSending() => ((NetworkStream)_stream).Socket.Shutdown(SocketShutdown.Send);

    public void Dispose() => _stream.Dispose();
}
