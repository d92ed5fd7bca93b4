using Granary.Grains.Interfaces;

namespace Granary.Runtime;

/// <summary>Makes references by the registered type of the interface.</summary>
internal sealed class GrainFactory(GrainTypeRegistry types, IGrainCaller caller) : IGrainFactory
{
    public TGrain GetGrain<TGrain>(string key)
        where TGrain : class, IGrain
    {
        ArgumentNullException.ThrowIfNull(key);
        var type = types.ForInterface(typeof(TGrain));
        return (TGrain)type.CreateReference(new GrainId(type.Name, key), caller);
    }
}
