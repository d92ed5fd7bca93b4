using Granary.Gateway.Postgres;
using Granary.Gateway.Postgres.Authentication;
using Granary.Gateway.Postgres.Messages;
using Granary.Gateway.Postgres.Sessions;
using Granary.Gateway.Postgres.Statements;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Granary.Gateway;

/// <summary>Registers the gateway.</summary>
public static class GatewayServiceCollectionExtensions
{
    /// <summary>
    /// Registers what <see cref="PostgresConnectionHandler"/> needs; Kestrel listens with
    /// `listen.UseConnectionHandler&lt;PostgresConnectionHandler&gt;()`. The host adds `ISqlFrontEnd`, `IQueryService`, `IGrainFactory`
    /// and `TimeProvider`, calls <see cref="GatewayState.Open"/> when it is ready, and <see cref="PostgresSessions.DrainAsync"/> when it stops.
    /// </summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddGranaryGateway(this IServiceCollection services)
    {
        services.AddOptions<GatewayOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<GatewayOptions>, GatewayOptionsValidator>());
        services.AddMetrics();

        // a statement's answer is mostly short: two changes of thread would cost more than it does
        services.Configure<SocketTransportOptions>(sockets => sockets.UnsafePreferInlineScheduling = true);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<GatewayState>();
        services.TryAddSingleton<GatewayInstruments>();
        services.TryAddSingleton<PostgresSessions>();
        services.TryAddSingleton<PasswordBook>();
        services.TryAddSingleton<ServerCertificate>();
        services.TryAddSingleton<StatementCache>();
        services.TryAddSingleton<NotificationHub>();
        services.TryAddSingleton<ReceiveMemory>();
        services.TryAddSingleton<SessionServices>();
        services.TryAddSingleton<PostgresConnectionHandler>();
        return services;
    }
}
