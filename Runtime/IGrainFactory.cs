using Granary.Grains.Interfaces;

namespace Granary.Runtime;

/// <summary>Gives references to grains. A reference is cheap, always valid and activates the grain at its first call.</summary>
public interface IGrainFactory
{
    /// <summary>A reference to the grain with this key.</summary>
    /// <typeparam name="TGrain">A grain interface that was registered; another is a bug and throws.</typeparam>
    /// <param name="key">The grain's key.</param>
    TGrain GetGrain<TGrain>(string key)
        where TGrain : class, IGrain;
}
