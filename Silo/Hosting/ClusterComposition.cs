using Granary.Engine;
using Granary.Gateway.Http;
using Granary.Grains;
using Granary.Runtime;
using Granary.Runtime.ConfigurationDatabase;
using Granary.Runtime.Membership;
using Granary.Runtime.Messaging;
using Granary.Runtime.References;
using Granary.Silo.Configuration;

namespace Granary.Silo.Hosting;

/// <summary>What a process of a cluster has beside, or in place of, an embedded silo's parts.</summary>
internal static class ClusterComposition
{
    /// <summary>Adds membership and messages; before the runtime and the grains, which leave alone what is there.</summary>
    public static IServiceCollection AddCluster(this IServiceCollection services, ClusterOptions? cluster)
    {
        if (cluster is null) return services;
        services.AddOptions<ConfigurationDatabaseOptions>().ValidateDataAnnotations();
        services.AddOptions<ClusterMembershipOptions>().ValidateDataAnnotations();
        services.AddOptions<MessagingOptions>().ValidateDataAnnotations();
        services
            .Configure<ConfigurationDatabaseOptions>(to => (to.Url, to.ClusterId) = (cluster.DatabaseUrl, cluster.Id))
            .Configure<ClusterMembershipOptions>(to => (to.Endpoint, to.Role) = (cluster.Endpoint, cluster.Role))
            .Configure<MessagingOptions>(to => (to.ClusterId, to.Secret, to.Certificates) = (cluster.Id, cluster.Secret, cluster.Certificates))
            .Configure<TableEngineOptions>(to => to.RemembersAppends = true)
            .AddSingleton(provider => provider.GetRequiredService<ClusterDatabase>().Source)
            .AddClusterProjectCatalog()
            .AddMessageClient()
            .AddClusterRuntime();
        return cluster.HostsGrains
            ? services.AddMessageServer().AddSingleton<AbandonedTables>()
            : services
                .AddSingleton<IStatusReporter, GatewayStatusReporter>()
                .AddSingleton(provider => TableGrainReference.Definition(isRepeating: true, provider.GetRequiredService<TimeProvider>()));
    }

    /// <summary>What all silos of the cluster must have set alike.</summary>
    public static IReadOnlyDictionary<string, string> SharedSettings(SiloOptions options) => new Dictionary<string, string>
    {
        [options.Bucket is null ? Settings.StoreDirectory.Name : Settings.Bucket.Name] = options.Bucket ?? options.StoreDirectory ?? "",
        [Settings.TablePrefix.Name] = options.TablePrefix,
        [Settings.Wal.Name] = options.Wal.ToString().ToLowerInvariant(),
        ["message format"] = MessageServer.Path,
    };
}
