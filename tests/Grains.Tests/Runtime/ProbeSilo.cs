using Granary.Runtime;
using Granary.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Granary.Grains.Tests.Runtime;

/// <summary>A runtime with the probe grain and a clock that the test moves.</summary>
internal sealed class ProbeSilo : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public ProbeSilo(Action<RuntimeOptions>? configure = null, TimeProvider? time = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddSingleton(time ?? Time);
        services.AddActorRuntime();
        services.AddSingleton(new GrainTypeDefinition
        {
            Name = "probe",
            Interface = typeof(IProbeGrain),
            CreateReference = (grainId, caller) => new ProbeReference(grainId, caller),
            CreateGrain = (_, context) => new ProbeGrain(context, Hooks),
        });
        services.Configure(configure ?? (_ => { }));
        _services = services.BuildServiceProvider();
        Runtime.Start();
    }

    public ManualTimeProvider Time { get; } = new();

    public ProbeHooks Hooks { get; } = new();

    public IActorRuntime Runtime => _services.GetRequiredService<IActorRuntime>();

    public IProbeGrain Grain(string key = "k") => _services.GetRequiredService<IGrainFactory>().GetGrain<IProbeGrain>(key);

    public Task<int> RunAsync(Func<ProbeGrain, Task<int>> body) => Grain().RunAsync((grain, _) => body(grain), CancellationToken.None);

    public Task<int> RunAsync(Func<ProbeGrain, int> body) => RunAsync(grain => Task.FromResult(body(grain)));

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
