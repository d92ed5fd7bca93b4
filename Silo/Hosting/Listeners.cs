using System.Net;
using System.Net.Sockets;
using Granary.Gateway.Postgres;
using Granary.Silo.Configuration;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Granary.Silo.Hosting;

/// <summary>The ports: declares them to Kestrel, opens them, and knows their real numbers afterwards.</summary>
internal sealed class Listeners(SiloOptions options)
{
    // No endpoint takes a body; one that will must raise it for itself.
    private const int MaxRequestBodyBytes = 64 * 1024;

    // As PostgreSQL lets twice its clients be in log-in: beyond it a connection to the port is closed without an answer.
    private const int SpareConnections = 64;

    private readonly ClusterListener? _cluster =
        options.Cluster is { HostsGrains: true } cluster ? new ClusterListener(cluster.Bind, cluster.Certificates) : null;

    private ListenOptions? _http;
    private ListenOptions? _postgres;

    /// <summary>Where HTTP is served.</summary>
    public IPEndPoint Http => _http!.IPEndPoint!;

    /// <summary>Where PostgreSQL is spoken; null where it isn't.</summary>
    public IPEndPoint? Postgres => _postgres?.IPEndPoint;

    /// <summary>Where other processes of the cluster call; null when none do.</summary>
    public IPEndPoint? Cluster => _cluster?.Address;

    /// <summary>Declares the ports.</summary>
    public void Declare(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = MaxRequestBodyBytes;
        kestrel.Limits.MaxConcurrentConnections = (2L * options.MaxConnections) + SpareConnections;
        kestrel.Listen(options.BindAddress, options.HttpPort, listen => _http = listen);
        _cluster?.Declare(kestrel);
        if (options.Cluster is { IsGateway: false }) return;
        kestrel.Listen(options.BindAddress, options.PostgresPort, listen =>
        {
            _postgres = listen;
            listen.UseConnectionHandler<PostgresConnectionHandler>();
        });
    }

    /// <summary>Starts the server; a port that can't be had is a <see cref="SetupException"/> that names its variable.</summary>
    public async Task OpenAsync(WebApplication app, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            throw Explain(error);
        }
    }

    private SetupException Explain(Exception error)
    {
        // Kestrel names the address in its message only.
        if (options.Cluster is { HostsGrains: true, Bind.Port: var clusterPort } && error.Message.Contains($":{clusterPort}", StringComparison.Ordinal))
            return new SetupException($"Port {clusterPort} can't be opened ({error.GetBaseException().Message}); set GRANARY_CLUSTER_PORT to a free one.", error);
        var isPostgres = error.Message.Contains($":{options.PostgresPort}:", StringComparison.Ordinal)
            || error.Message.Contains($":{options.PostgresPort} ", StringComparison.Ordinal)
            || (_http?.IPEndPoint is { Port: var port } && port != options.HttpPort);
        var (variable, number) = isPostgres ? ("PGWIRE_PORT", options.PostgresPort) : ("PORT", options.HttpPort);
        if (error is AddressInUseException || error.InnerException is AddressInUseException)
            return new SetupException($"Port {number} on {options.BindAddress} is taken by another program; set {variable} to a free one.", error);
        var cause = error.GetBaseException();
        return cause is SocketException { SocketErrorCode: SocketError.AccessDenied }
            ? new SetupException($"Port {number} may not be opened by this user; set {variable} to one above 1023.", error)
            : new SetupException($"Port {number} on {options.BindAddress} can't be opened ({cause.Message}); check {variable} and GRANARY_BIND_ADDRESS.", error);
    }
}
