using Granary.Runtime.Membership;

namespace Granary.Runtime.Directory;

/// <summary>Who holds a grain.</summary>
/// <param name="Grain">The grain.</param>
/// <param name="Silo">The owner.</param>
/// <param name="Epoch">The number of this ownership; rises with each new owner.</param>
public sealed record GrainAddress(GrainId Grain, SiloAddress Silo, long Epoch)
{
    /// <summary>The epoch of an address that nobody has looked up: the grain's place, or where it was last seen. Any real one replaces it.</summary>
    internal const long NotTaken = 0;
}
