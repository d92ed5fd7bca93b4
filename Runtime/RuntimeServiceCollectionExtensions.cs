using Granary.Runtime.Activations;
using Granary.Runtime.Directory;
using Granary.Runtime.Lifecycle;
using Granary.Runtime.Membership;
using Granary.Runtime.Placement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Granary.Runtime;

/// <summary>Registers the actor runtime.</summary>
public static class RuntimeServiceCollectionExtensions
{
    /// <summary>Adds the runtime of an embedded silo. Grain types are added as <see cref="GrainTypeDefinition"/>s.</summary>
    public static IServiceCollection AddActorRuntime(this IServiceCollection services)
    {
        services.AddOptions<RuntimeOptions>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<SiloStatus>();
        services.TryAddSingleton<ISiloStatus>(provider => provider.GetRequiredService<SiloStatus>());
        services.TryAddSingleton<IMembership, SingleSiloMembership>();
        services.TryAddSingleton<IGrainDirectory, LocalGrainDirectory>();
        services.TryAddSingleton<IPlacementDirector, RendezvousPlacementDirector>();
        services.TryAddSingleton<RuntimeInstruments>();
        services.TryAddSingleton<ActivationCatalog>();
        services.TryAddSingleton<ActivationCollector>();
        services.TryAddSingleton<IGrainCaller, GrainCaller>();
        services.TryAddSingleton<IActorRuntime, ActorRuntime>();
        return services.AddGrainReferences();
    }

    /// <summary>Adds what makes references to grains, for a process that hosts none; it also needs an <see cref="IGrainCaller"/>.</summary>
    public static IServiceCollection AddGrainReferences(this IServiceCollection services)
    {
        services.TryAddSingleton<GrainTypeRegistry>();
        services.TryAddSingleton<IGrainFactory, GrainFactory>();
        return services;
    }
}
