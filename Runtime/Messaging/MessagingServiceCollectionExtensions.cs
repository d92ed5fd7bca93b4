using Granary.Grains.Interfaces.Query;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Granary.Runtime.Messaging;

/// <summary>Registers the messages between the processes of a cluster.</summary>
public static class MessagingServiceCollectionExtensions
{
    /// <summary>Adds what sends; the host configures <see cref="MessagingOptions"/>, and adds membership, directory and placement. Call it before the grains are added: statements go by <see cref="RoutedQueryService"/> then.</summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddMessageClient(this IServiceCollection services)
    {
        services.AddOptions<MessagingOptions>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<MessageClient>();
        services.TryAddSingleton<IMessageSender, MessageSender>();
        services.TryAddSingleton<IQueryService, RoutedQueryService>();
        return services;
    }

    /// <summary>Adds what receives: for a process that hosts grains.</summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddMessageServer(this IServiceCollection services)
    {
        services.TryAddSingleton(provider => new MessageServer(
            provider.GetRequiredService<IOptions<MessagingOptions>>(),
            provider.GetRequiredService<GrainTypeRegistry>(),
            provider.GetRequiredService<IMessageReceiver>(),
            provider.GetRequiredService<LocalQueries>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<MessageServer>>()));
        return services;
    }
}
