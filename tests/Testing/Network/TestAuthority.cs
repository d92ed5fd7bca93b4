using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Granary.Testing.Network;

/// <summary>An authority that signs certificates for a test's processes; its files are gone with the test.</summary>
public sealed class TestAuthority : IDisposable
{
    private static readonly DateTimeOffset NotBefore = DateTimeOffset.UtcNow.AddHours(-1);

    private readonly TemporaryDirectory _directory = new();
    private readonly X509Certificate2 _authority;

    /// <summary>Makes the authority and one certificate.</summary>
    public TestAuthority()
    {
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = new CertificateRequest("CN=authority", authorityKey, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        _authority = authority.CreateSelfSigned(NotBefore, NotBefore.AddDays(2));
        File.WriteAllText(AuthorityFile, _authority.ExportCertificatePem());

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=process", key, HashAlgorithmName.SHA256)
            .Create(_authority, NotBefore, NotBefore.AddDays(1), RandomNumberGenerator.GetBytes(16));
        File.WriteAllText(CertificateFile, certificate.ExportCertificatePem());
        File.WriteAllText(KeyFile, key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>The authority's certificate.</summary>
    public string AuthorityFile => _directory["authority.pem"];

    /// <summary>A certificate that it has signed.</summary>
    public string CertificateFile => _directory["process.pem"];

    /// <summary>The key of that.</summary>
    public string KeyFile => _directory["process.key"];

    /// <inheritdoc/>
    public void Dispose()
    {
        _authority.Dispose();
        _directory.Dispose();
    }
}
