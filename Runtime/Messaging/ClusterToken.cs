using System.Security.Cryptography;
using System.Text;

namespace Granary.Runtime.Messaging;

/// <summary>
/// What a request carries to prove that its sender knows the cluster's secret: a keyed hash of the cluster's name, so that the
/// secret itself is never sent. Whoever can read the network can repeat it: between machines that others share, use certificates.
/// </summary>
internal sealed class ClusterToken
{
    private const string Scheme = "Granary ";

    private readonly byte[]? _header;

    public ClusterToken(MessagingOptions options)
    {
        if (options.Secret is not { } secret) return;
        var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes("granary messages 1\n" + options.ClusterId));
        Header = Scheme + Convert.ToHexString(hash);
        _header = Encoding.UTF8.GetBytes(Header);
    }

    /// <summary>The Authorization header; null when there is no secret.</summary>
    public string? Header { get; }

    /// <summary>Whether a request's header is right. The comparison takes the same time whatever is wrong.</summary>
    public bool IsRight(string? header) =>
        _header is null || CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(header ?? ""), _header);
}
