using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;

namespace Granary.Gateway.Postgres.Authentication;

/// <summary>The server's certificate, if there is one, and its hash for channel binding (RFC 5929 section 4.1).</summary>
internal sealed class ServerCertificate : IDisposable
{
    private readonly X509Certificate2? _certificate;

    public ServerCertificate(IOptions<GatewayOptions> options)
    {
        if (options.Value.TlsCertificateFile is not { } file) return;
        _certificate = X509Certificate2.CreateFromPemFile(file, options.Value.TlsKeyFile);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(file);
        if (chain.Count > 0) chain.RemoveAt(0);
        Context = SslStreamCertificateContext.Create(_certificate, chain, offline: true);
        Hash = HashData(_certificate);
    }

    /// <summary>What SslStream needs; null when TLS isn't offered.</summary>
    public SslStreamCertificateContext? Context { get; }

    /// <summary>`tls-server-end-point` of the certificate; null when TLS isn't offered.</summary>
    public byte[]? Hash { get; }

    public void Dispose() => _certificate?.Dispose();

    // the signature's own hash; MD5 and SHA-1 are lifted to SHA-256 by the RFC
    private static byte[] HashData(X509Certificate2 certificate) => certificate.SignatureAlgorithm.FriendlyName switch
    {
        { } name when name.Contains("384", StringComparison.Ordinal) => SHA384.HashData(certificate.RawData),
        { } name when name.Contains("512", StringComparison.Ordinal) => SHA512.HashData(certificate.RawData),
        _ => SHA256.HashData(certificate.RawData),
    };
}
