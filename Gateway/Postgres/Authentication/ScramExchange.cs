using System.Security.Cryptography;
using System.Text;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Gateway.Postgres.Authentication;

/// <summary>
/// The server's side of one SCRAM-SHA-256 log-in (RFC 5802, RFC 7677), with channel binding by `tls-server-end-point` when
/// the connection is encrypted. Two steps: <see cref="Begin"/>, then <see cref="Finish"/>. Used once.
/// </summary>
internal sealed class ScramExchange(ScramVerifier verifier, byte[]? certificateHash, string serverNonce)
{
    public const string Mechanism = "SCRAM-SHA-256";
    public const string PlusMechanism = "SCRAM-SHA-256-PLUS";

    private string _gs2Header = "";
    private string _clientFirstBare = "";
    private string _serverFirst = "";
    private string _nonce = "";
    private bool _bindsChannel;

    /// <summary>Reads client-first-message and gives server-first-message.</summary>
    public string Begin(string mechanism, string clientFirst)
    {
        if (mechanism is not Mechanism && (mechanism is not PlusMechanism || certificateHash is null))
            throw Malformed("client selected an invalid SASL authentication mechanism");
        _bindsChannel = mechanism == PlusMechanism;
        var headerEnd = HeaderEnd(clientFirst);
        _gs2Header = clientFirst[..headerEnd];
        CheckBindingFlag(_gs2Header);
        _clientFirstBare = clientFirst[headerEnd..];

        // the user name in n= is passed over, as PostgreSQL does: the startup packet's counts
        var parts = _clientFirstBare.Split(',');
        if (parts.Length < 2 || !parts[0].StartsWith("n=", StringComparison.Ordinal) || !parts[1].StartsWith("r=", StringComparison.Ordinal))
            throw Malformed("malformed SCRAM message");
        var clientNonce = parts[1][2..];
        if (clientNonce.Length == 0 || clientNonce.Any(letter => letter is < '!' or > '~')) throw Malformed("non-printable characters in SCRAM nonce");
        _nonce = clientNonce + serverNonce;
        _serverFirst = $"r={_nonce},s={Convert.ToBase64String(verifier.Salt)},i={verifier.Iterations}";
        return _serverFirst;
    }

    /// <summary>Reads client-final-message.</summary>
    /// <returns>server-final-message, or null when the password is wrong.</returns>
    public string? Finish(string clientFinal)
    {
        var proofAt = clientFinal.LastIndexOf(",p=", StringComparison.Ordinal);
        if (proofAt < 0) throw Malformed("malformed SCRAM message");
        var withoutProof = clientFinal[..proofAt];
        var parts = withoutProof.Split(',');
        if (parts.Length < 2 || !parts[0].StartsWith("c=", StringComparison.Ordinal)) throw Malformed("malformed SCRAM message");
        if (parts[0][2..] != Convert.ToBase64String(ExpectedBinding())) throw Refused("SCRAM channel binding check failed");
        if (parts[1] != "r=" + _nonce) throw Malformed("invalid SCRAM response");

        Span<byte> proof = stackalloc byte[SHA256.HashSizeInBytes];
        if (!Convert.TryFromBase64String(clientFinal[(proofAt + 3)..], proof, out var length) || length != proof.Length)
            throw Malformed("malformed SCRAM message");
        var authMessage = Encoding.UTF8.GetBytes($"{_clientFirstBare},{_serverFirst},{withoutProof}");
        if (!IsProof(proof, authMessage)) return null;
        return "v=" + Convert.ToBase64String(HMACSHA256.HashData(verifier.ServerKey, authMessage));
    }

    private bool IsProof(Span<byte> proof, byte[] authMessage)
    {
        var signature = HMACSHA256.HashData(verifier.StoredKey, authMessage);
        Span<byte> clientKey = stackalloc byte[SHA256.HashSizeInBytes];
        for (var i = 0; i < clientKey.Length; i++) clientKey[i] = (byte)(proof[i] ^ signature[i]);
        return CryptographicOperations.FixedTimeEquals(SHA256.HashData(clientKey), verifier.StoredKey);
    }

    private byte[] ExpectedBinding()
    {
        var header = Encoding.UTF8.GetBytes(_gs2Header);
        return _bindsChannel ? [.. header, .. certificateHash!] : header;
    }

    private static int HeaderEnd(string clientFirst)
    {
        var first = clientFirst.IndexOf(',');
        var second = first < 0 ? -1 : clientFirst.IndexOf(',', first + 1);
        return second < 0 ? throw Malformed("malformed SCRAM message") : second + 1;
    }

    private void CheckBindingFlag(string header)
    {
        if (header.Split(',')[1].Length > 0)
            throw new GranaryException(ErrorKind.Unsupported, SqlState.FeatureNotSupported, "client uses authorization identity, but it is not supported");
        switch (header[0])
        {
            case 'n' when header == "n,," && !_bindsChannel: return;

            // the client could bind but thinks that we can't: with TLS that means someone took our offer away
            case 'y' when header == "y,," && !_bindsChannel:
                if (certificateHash is not null) throw Refused("SCRAM channel binding negotiation error");
                return;
            case 'p' when header == "p=tls-server-end-point,," && _bindsChannel: return;
            default: throw Malformed("malformed SCRAM message");
        }
    }

    private static GranaryException Malformed(string message) => new(ErrorKind.Invalid, SqlState.ProtocolViolation, message);

    private static GranaryException Refused(string message) =>
        new(ErrorKind.Unauthorized, SqlState.InvalidAuthorizationSpecification, message);
}
