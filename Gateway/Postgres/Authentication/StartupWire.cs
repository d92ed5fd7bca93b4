using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Authentication;
using Granary.Gateway.Postgres.Messages;
using Granary.Gateway.Postgres.Messages.Frontend;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Gateway.Postgres.Authentication;

/// <summary>A new connection's bytes before it has a session: start-up packets, one-byte answers, the change to TLS.</summary>
internal sealed class StartupWire(IDuplexPipe transport)
{
    private const int PrefixSize = 4;
    private const int TlsReadSize = 16 * 1024;

    private SslStream? _tls;

    public PipeReader Input { get; private set; } = transport.Input;

    public PipeWriter Output { get; private set; } = transport.Output;

    public bool IsEncrypted => _tls is not null;

    /// <summary>The next start-up packet; null when the client has gone instead.</summary>
    public async ValueTask<StartupMessage?> ReadStartupAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await Input.ReadAsync(cancellationToken);
            var buffer = result.Buffer;
            if (TryRead(buffer, out var message, out var end))
            {
                Input.AdvanceTo(end);
                return message;
            }

            Input.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted) return null;
        }
    }

    public async ValueTask AnswerAsync(byte answer, CancellationToken cancellationToken)
    {
        Output.Write([answer]);
        await Output.FlushAsync(cancellationToken);
    }

    /// <summary>Begins TLS. Bytes that came before it in the clear could be of someone in between: they end the connection.</summary>
    public async ValueTask EncryptAsync(SslStreamCertificateContext certificate, CancellationToken cancellationToken)
    {
        if (Input.TryRead(out var early))
        {
            var isEarly = early.Buffer.Length > 0;
            Input.AdvanceTo(early.Buffer.Start);
            if (isEarly) throw MessageCursor.Violation("received unencrypted data after SSL request");
        }

        var tls = new SslStream(new DuplexPipeStream(transport));
        var options = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = certificate,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        };
        try
        {
            await tls.AuthenticateAsServerAsync(options, cancellationToken);
        }
        catch (AuthenticationException exception)
        {
            throw new IOException("the TLS handshake failed: " + exception.Message, exception);
        }

        _tls = tls;
        Input = PipeReader.Create(tls, new StreamPipeReaderOptions(bufferSize: TlsReadSize, leaveOpen: true));
        Output = PipeWriter.Create(tls, new StreamPipeWriterOptions(leaveOpen: true));
    }

    /// <summary>Ends the connection's bytes in good order.</summary>
    public async ValueTask CompleteAsync()
    {
        if (_tls is null) return;
        await Input.CompleteAsync();
        await Output.CompleteAsync();
        await _tls.DisposeAsync();
    }

    private static bool TryRead(ReadOnlySequence<byte> buffer, out StartupMessage? message, out SequencePosition end)
    {
        (message, end) = (null, buffer.Start);
        if (buffer.Length < PrefixSize) return false;
        Span<byte> prefix = stackalloc byte[PrefixSize];
        buffer.Slice(0, PrefixSize).CopyTo(prefix);
        var length = BinaryPrimitives.ReadInt32BigEndian(prefix);
        if (length < 2 * PrefixSize || length > StartupMessage.MaxLength)
            throw new GranaryException(ErrorKind.Invalid, SqlState.ProtocolViolation, "invalid length of startup packet");
        if (buffer.Length < length) return false;
        message = StartupMessage.Read(buffer.Slice(PrefixSize, length - PrefixSize).ToArray());
        end = buffer.GetPosition(length);
        return true;
    }
}
