using Granary.Engine;
using Granary.Grains.Interfaces;
using Granary.Runtime.Messaging;
using Granary.Runtime.References;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Granary.Grains;

/// <summary>Registers the grains and what finds and queries them.</summary>
public static class GrainsServiceCollectionExtensions
{
    /// <summary>Adds the catalogue of a cluster's tables; before <see cref="AddGranaryGrains"/>, and also for a process without grains.</summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddClusterProjectCatalog(this IServiceCollection services)
    {
        services.TryAddSingleton<IProjectCatalog, ClusterProjectCatalog>();
        return services;
    }

    /// <summary>Adds the grains. The host adds the runtime, and opens the engine's parts before the first call.</summary>
    /// <param name="services">The services.</param>
    /// <param name="isCluster">Whether other silos may hold the tables.</param>
    public static IServiceCollection AddGranaryGrains(this IServiceCollection services, bool isCluster = false)
    {
        services.TryAddSingleton<IProjectCatalog, ProjectCatalog>();
        services.TryAddSingleton(provider => new LocalQueries(ActivatorUtilities.CreateInstance<QueryService>(provider)));
        services.TryAddSingleton(provider => provider.GetRequiredService<LocalQueries>().Service);
        services.TryAddSingleton<TableRecovery>();
        services.TryAddSingleton<ActiveTables>();
        services.AddSingleton(provider => TableGrainReference.Definition(isRepeating: isCluster, provider.GetRequiredService<TimeProvider>()) with
        {
            CreateGrain = static (provider, context) => new TableGrain(
                context,
                provider.GetRequiredService<TableEngineFactory>(),
                provider.GetRequiredService<TableStore>(),
                provider.GetRequiredService<IProjectCatalog>(),
                provider.GetRequiredService<ActiveTables>()),
        });
        return services;
    }
}
