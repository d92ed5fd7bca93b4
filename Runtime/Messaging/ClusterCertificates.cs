using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Runtime.Messaging;

/// <summary>
/// The certificates by which the processes of a cluster prove to each other that they belong to it: whoever has one of the
/// cluster's own authority is a peer. Names in certificates aren't compared, since silos come and go under addresses of the moment.
/// </summary>
/// <param name="own">This process's certificate, with its key.</param>
/// <param name="authority">The authority that signs the cluster's certificates, and nobody else's.</param>
public sealed class ClusterCertificates(X509Certificate2 own, X509Certificate2Collection authority)
{
    /// <summary>This process's certificate.</summary>
    public X509Certificate2 Own { get; } = own;

    /// <summary>Reads PEM files.</summary>
    /// <param name="certificateFile">The certificate.</param>
    /// <param name="keyFile">Its key.</param>
    /// <param name="authorityFile">The authority's certificates.</param>
    /// <exception cref="GranaryException"><c>Invalid</c>: a file can't be read, or is no such thing.</exception>
    public static ClusterCertificates Load(string certificateFile, string keyFile, string authorityFile)
    {
        try
        {
            var authority = new X509Certificate2Collection();
            authority.ImportFromPemFile(authorityFile);
            if (authority.Count == 0) throw new CryptographicException($"{authorityFile} holds no certificate");
            return new ClusterCertificates(X509Certificate2.CreateFromPemFile(certificateFile, keyFile), authority);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new GranaryException(ErrorKind.Invalid, $"The cluster's certificates can't be used: {error.Message}", error);
        }
    }

    /// <summary>Whether a peer's certificate is one of the cluster's.</summary>
    /// <param name="certificate">What the peer has shown; null when nothing.</param>
    public bool IsPeer(X509Certificate? certificate)
    {
        if (certificate is not X509Certificate2 shown) return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authority);
        // a private authority has no list of revoked certificates to ask for
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(shown);
    }

    /// <summary>How this process calls others.</summary>
    internal SslClientAuthenticationOptions ForClient() => new()
    {
        ClientCertificates = [Own],
        LocalCertificateSelectionCallback = (_, _, _, _, _) => Own,
        RemoteCertificateValidationCallback = (_, certificate, _, _) => IsPeer(certificate),
    };
}
