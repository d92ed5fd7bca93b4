using Granary.Engine;
using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Query;
using Granary.Runtime;
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
    public static IServiceCollection AddGranaryGrains(this IServiceCollection services)
    {
        services.TryAddSingleton<IProjectCatalog, ProjectCatalog>();
        services.TryAddSingleton<IQueryService, QueryService>();
        services.TryAddSingleton<TableRecovery>();
        services.TryAddSingleton<ActiveTables>();
        services.AddSingleton(new GrainTypeDefinition
        {
            Name = TableGrainReference.GrainTypeName,
            Interface = typeof(ITableGrain),
            CreateReference = static (grainId, caller) => new TableGrainReference(grainId, caller),
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
