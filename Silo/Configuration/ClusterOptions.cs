using System.Net;
using System.Net.Sockets;
using Granary.Runtime.Membership;
using Granary.Runtime.Messaging;

namespace Granary.Silo.Configuration;

/// <summary>What a process needs to know to take part in a cluster.</summary>
internal sealed record ClusterOptions
{
    public required MemberRole Role { get; init; }

    public required string DatabaseUrl { get; init; }

    public required string Id { get; init; }

    /// <summary>Where a silo listens for the others; its port is a real one.</summary>
    public required IPEndPoint Bind { get; init; }

    public required string? Secret { get; init; }

    public required ClusterCertificates? Certificates { get; init; }

    /// <summary>Whether this process hosts tables.</summary>
    public bool HostsGrains => Role != MemberRole.Gateway;

    /// <summary>Whether this process speaks to clients.</summary>
    public bool IsGateway => Role != MemberRole.Silo;

    /// <summary>How the others know this process: by its port for messages, a gateway, which nobody calls, by that for clients.</summary>
    public required string Endpoint { get; init; }

    /// <summary>Reads the settings; null when no configuration database is named.</summary>
    public static ClusterOptions? Read(SettingValues values)
    {
        var role = values.Get(Settings.Role);
        if ((values.Get(Settings.ConfigDatabaseUrl) ?? values.Get(Settings.DatabaseUrl)) is not { } url)
        {
            return role == MemberRole.All
                ? null
                : throw new SetupException("GRANARY_ROLE is set for a cluster, but TIMEFUSION_CONFIG_DATABASE_URL (or DATABASE_URL) isn't: name the PostgreSQL database by which its processes agree.");
        }
        var hostsGrains = role != MemberRole.Gateway;
        var bind = new IPEndPoint(values.Get(Settings.ClusterBind), hostsGrains ? RealPort(values.Get(Settings.ClusterBind), values.Get(Settings.ClusterPort)) : 0);
        var called = hostsGrains ? bind : new IPEndPoint(values.Get(Settings.BindAddress), values.Get(Settings.PostgresPort));
        return new ClusterOptions
        {
            Role = role,
            DatabaseUrl = url,
            Id = values.Get(Settings.ClusterId),
            Bind = bind,
            Endpoint = $"{(values.Get(Settings.AdvertisedHost) is { } host ? HostOf(host) : HostOf(called.Address))}:{called.Port}",
            Secret = values.Get(Settings.ClusterSecret),
            Certificates = ReadCertificates(values),
        };
    }

    /// <summary>Refuses what can't work together.</summary>
    /// <param name="hasSharedStore">Whether there is a store that other silos can read.</param>
    public void Check(bool hasSharedStore)
    {
        if (!HostsGrains && Endpoint.EndsWith(":0", StringComparison.Ordinal))
            throw new SetupException("PGWIRE_PORT can't be 0 for a gateway of a cluster: the others know it by its port.");
        if (!hasSharedStore)
            throw new SetupException("A cluster needs a bucket that all its silos read: set AWS_S3_BUCKET (or, for processes of one machine, GRANARY_STORE_DIR).");
        if (HostsGrains && !IPAddress.IsLoopback(Bind.Address) && Secret is null && Certificates is null)
            throw new SetupException($"GRANARY_CLUSTER_BIND lets other machines send messages on {Bind.Address}: set GRANARY_CLUSTER_SECRET or GRANARY_CLUSTER_TLS_CERT first.");
    }

    private static ClusterCertificates? ReadCertificates(SettingValues values)
    {
        var (certificate, key, authority) = (
            values.Get(Settings.ClusterTlsCertificate), values.Get(Settings.ClusterTlsKey), values.Get(Settings.ClusterTlsAuthority));
        if (certificate is null && key is null && authority is null) return null;
        return certificate is not null && key is not null && authority is not null
            ? ClusterCertificates.Load(certificate, key, authority)
            : throw new SetupException("GRANARY_CLUSTER_TLS_CERT, GRANARY_CLUSTER_TLS_KEY and GRANARY_CLUSTER_TLS_CA belong together; set all or none.");
    }

    private static string HostOf(string advertised) => Uri.CheckHostName(advertised) switch
    {
        UriHostNameType.Unknown => throw new SetupException($"GRANARY_ADVERTISED_HOST must be a name or an address, without a port or a scheme, not \"{advertised}\"."),
        UriHostNameType.IPv6 when advertised[0] != '[' => $"[{advertised}]",
        _ => advertised,
    };

    private static string HostOf(IPAddress bind)
    {
        if (bind.Equals(IPAddress.Any) || bind.Equals(IPAddress.IPv6Any)) return Environment.MachineName;
        return bind.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{bind}]" : bind.ToString();
    }

    // The others are told the number before the port is opened.
    private static int RealPort(IPAddress bind, int port)
    {
        if (port > 0) return port;
        using var listener = new TcpListener(bind, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
