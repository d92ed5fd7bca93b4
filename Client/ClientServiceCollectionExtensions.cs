using Granary.Grains.Interfaces;
using Granary.Runtime;
using Granary.Runtime.References;
using Microsoft.Extensions.DependencyInjection;

namespace Granary.Client;

/// <summary>Registers what a .NET service needs to call table grains.</summary>
public static class ClientServiceCollectionExtensions
{
    /// <summary>
    /// Adds references to the table grains, found by <see cref="IGrainFactory"/>. The calls themselves go through the
    /// <see cref="IGrainCaller"/> that the process registers; the one that reaches a cluster comes with its messaging.
    /// </summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddGranaryClient(this IServiceCollection services) => services
        .AddGrainReferences()
        .AddSingleton(new GrainTypeDefinition
        {
            Name = TableGrainReference.GrainTypeName,
            Interface = typeof(ITableGrain),
            CreateReference = static (grainId, caller) => new TableGrainReference(grainId, caller),
        });
}
