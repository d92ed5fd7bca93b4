using Granary.Runtime.Activations;
using Granary.Runtime.ConfigurationDatabase;
using Granary.Runtime.Directory;
using Granary.Runtime.Lifecycle;
using Granary.Runtime.Membership;
using Granary.Runtime.Messaging;
using Granary.Runtime.Placement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

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
        services.TryAddSingleton<GrainPlacement>();
        services.TryAddSingleton<LocalCalls>();
        services.TryAddSingleton<GrainRouter>();
        services.TryAddSingleton<IGrainCaller, GrainCaller>();
        services.TryAddSingleton<IActorRuntime, ActorRuntime>();
        return services.AddGrainReferences();
    }

    /// <summary>
    /// Adds the runtime of a process in a cluster. The host configures <see cref="ConfigurationDatabaseOptions"/> and
    /// <see cref="ClusterMembershipOptions"/>, adds the messages between processes, and calls <see cref="IClusterMember"/>.
    /// </summary>
    public static IServiceCollection AddClusterRuntime(this IServiceCollection services)
    {
        services.AddOptions<ConfigurationDatabaseOptions>();
        services.AddOptions<ClusterMembershipOptions>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ClusterMembershipOptions>, ClusterMembershipOptions>());
        services.TryAddSingleton(provider => new ClusterDatabase(provider.GetRequiredService<IOptions<ConfigurationDatabaseOptions>>().Value));
        services.TryAddSingleton<MembershipNews>();
        services.TryAddSingleton<ClusterMembership>();
        services.TryAddSingleton<IMembership>(provider => provider.GetRequiredService<ClusterMembership>());
        services.TryAddSingleton<IGrainDirectory, ClusterGrainDirectory>();
        services.TryAddSingleton<GrainMover>();
        services.TryAddSingleton<ActorRuntime>();
        services.TryAddSingleton<ClusterRuntime>();
        services.TryAddSingleton<IActorRuntime>(provider => provider.GetRequiredService<ClusterRuntime>());
        services.TryAddSingleton<IClusterMember>(provider => provider.GetRequiredService<ClusterRuntime>());
        services.TryAddSingleton<IMessageReceiver>(provider => provider.GetRequiredService<LocalCalls>());
        return services.AddActorRuntime();
    }

    /// <summary>Adds what makes references to grains, for a process that hosts none; it also needs an <see cref="IGrainCaller"/>.</summary>
    public static IServiceCollection AddGrainReferences(this IServiceCollection services)
    {
        services.TryAddSingleton<GrainTypeRegistry>();
        services.TryAddSingleton<IGrainFactory, GrainFactory>();
        return services;
    }
}
