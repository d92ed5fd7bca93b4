using Granary.Gateway.Postgres.Authentication;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;

namespace Granary.Gateway.Postgres;

/// <summary>
/// Serves PostgreSQL's wire protocol 3 on Kestrel's connections: `listen.UseConnectionHandler&lt;PostgresConnectionHandler&gt;()`.
/// One call for each connection, from start-up to the end.
/// </summary>
public sealed class PostgresConnectionHandler : ConnectionHandler
{
    private readonly IServiceProvider _services;
    private Handshake? _handshake;

    /// <summary>Makes the handler. What it needs is taken from the services at the first connection, when the host has been put together.</summary>
    /// <param name="services">The services that AddGranaryGateway filled.</param>
    public PostgresConnectionHandler(IServiceProvider services) => _services = services;

    /// <inheritdoc/>
    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        _handshake ??= ActivatorUtilities.CreateInstance<Handshake>(_services);
        try
        {
            await _handshake.ServeAsync(connection);
        }
        catch (Exception exception) when (exception is ConnectionAbortedException or ConnectionResetException or OperationCanceledException or IOException)
        {
            _handshake.Log.HandshakeEnded(exception.Message);
        }
        catch (Exception exception)
        {
            _handshake.Log.ConnectionBroke(exception);
        }
    }
}
