using System.Security.Cryptography;
using System.Text;
using Granary.Gateway.Postgres.Messages;
using Granary.Gateway.Postgres.Messages.Backend;
using Granary.Gateway.Postgres.Messages.Frontend;
using Granary.Gateway.Postgres.Sessions;
using Granary.Grains.Interfaces.Errors;
using Microsoft.AspNetCore.Connections;

namespace Granary.Gateway.Postgres.Authentication;

/// <summary>Carries one SCRAM exchange over the wire's SASL messages.</summary>
internal sealed class ScramLogin(MessageReader input, ClientOutput output, byte[]? certificateHash)
{
    // PostgreSQL's SCRAM_RAW_NONCE_LEN
    private const int NonceSize = 18;

    /// <summary>Asks the client for its proof.</summary>
    /// <returns>Whether the password is right.</returns>
    public async ValueTask<bool> RunAsync(ScramVerifier verifier, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> mechanisms = certificateHash is null ? [ScramExchange.Mechanism] : [ScramExchange.PlusMechanism, ScramExchange.Mechanism];
        AuthenticationMessage.WriteSasl(output.Buffer, mechanisms);
        await output.FlushAsync(cancellationToken);
        var exchange = new ScramExchange(verifier, certificateHash, Convert.ToBase64String(RandomNumberGenerator.GetBytes(NonceSize)));

        var first = Begin(exchange, (await ReadPasswordAsync(cancellationToken)).Span);
        AuthenticationMessage.WriteSaslContinue(output.Buffer, Encoding.UTF8.GetBytes(first));
        await output.FlushAsync(cancellationToken);

        var final = exchange.Finish(Encoding.UTF8.GetString((await ReadPasswordAsync(cancellationToken)).Span));
        if (final is null) return false;
        AuthenticationMessage.WriteSaslFinal(output.Buffer, Encoding.UTF8.GetBytes(final));
        return true;
    }

    private static string Begin(ScramExchange exchange, ReadOnlySpan<byte> body)
    {
        var message = new SaslInitialResponseMessage(body);
        return exchange.Begin(message.Mechanism, Encoding.UTF8.GetString(message.Data));
    }

    private async ValueTask<ReadOnlyMemory<byte>> ReadPasswordAsync(CancellationToken cancellationToken)
    {
        byte code;
        ReadOnlyMemory<byte> body;
        while (!input.TryRead(out code, out body))
            if (await input.FillAsync(cancellationToken) == ReadOutcome.End) throw new ConnectionAbortedException("the client left during log-in");
        if (code == FrontendCode.Password) return body;
        throw new GranaryException(ErrorKind.Invalid, SqlState.ProtocolViolation, $"expected SASL response, got message type {code}");
    }
}
