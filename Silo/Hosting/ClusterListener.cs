using System.Net;
using Granary.Runtime.Messaging;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Granary.Silo.Hosting;

/// <summary>
/// The port on which other processes of the cluster call this silo: HTTP/2 alone, for messages alone. Clients' endpoints are not
/// served on it, nor messages on the clients' port.
/// </summary>
internal sealed class ClusterListener(IPEndPoint address, ClusterCertificates? certificates)
{
    private const int StreamWindowBytes = 1 << 20;
    private const int ConnectionWindowBytes = 16 << 20;
    private const int MaxStreamsPerConnection = 256;

    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(2);

    private ListenOptions? _listen;

    /// <summary>Where it really listens.</summary>
    public IPEndPoint Address => _listen?.IPEndPoint ?? address;

    /// <summary>Declares the port.</summary>
    public void Declare(KestrelServerOptions kestrel)
    {
        var http2 = kestrel.Limits.Http2;
        (http2.InitialStreamWindowSize, http2.InitialConnectionWindowSize) = (StreamWindowBytes, ConnectionWindowBytes);
        (http2.KeepAlivePingDelay, http2.KeepAlivePingTimeout) = (PingDelay, PingTimeout);
        http2.MaxStreamsPerConnection = MaxStreamsPerConnection;
        // a statement's reader may be as slow as it likes: it is held back, not cut off
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Listen(address, listen =>
        {
            _listen = listen;
            listen.Protocols = HttpProtocols.Http2;
            if (certificates is not null)
            {
                listen.UseHttps(new HttpsConnectionAdapterOptions
                {
                    ServerCertificate = certificates.Own,
                    ClientCertificateMode = ClientCertificateMode.RequireCertificate,
                    ClientCertificateValidation = (certificate, _, _) => certificates.IsPeer(certificate),
                });
            }
            listen.Use(next => connection =>
            {
                connection.Features.Set(ClusterConnection.Instance);
                return next(connection);
            });
        });
    }

    /// <summary>Serves messages on the port.</summary>
    public static void Map(WebApplication app) => app.Use((context, next) => context.Features.Get<ClusterConnection>() is null
        ? next(context)
        : HandleAsync(context, context.RequestServices.GetRequiredService<MessageServer>()));

    private static Task HandleAsync(HttpContext context, MessageServer server)
    {
        if (context.Request.Path != MessageServer.Path || !HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }
        if (!server.IsPeer(context.Request.Headers.Authorization))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        }
        // the messages have limits of their own
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = null;
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate) rate.MinDataRate = null;
        return server.HandleAsync(context.Request.Body, context.Response.Body, context.RequestAborted);
    }

    /// <summary>Marks a connection of this port.</summary>
    private sealed class ClusterConnection
    {
        public static readonly ClusterConnection Instance = new();
    }
}
