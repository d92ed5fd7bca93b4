using Granary.Runtime.Membership;

namespace Granary.Runtime.Directory;

/// <summary>Who holds which grain: the one place of agreement on ownership.</summary>
public interface IGrainDirectory
{
    /// <summary>The grain's owner, or null when it has none that is known here.</summary>
    /// <param name="grain">The grain.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<GrainAddress?> LookupAsync(GrainId grain, CancellationToken cancellationToken);

    /// <summary>Takes the grain if it is free and gives the owner as it is then: the caller has it only if that is its silo.</summary>
    /// <param name="grain">The grain.</param>
    /// <param name="silo">Who wants it.</param>
    /// <param name="cancellationToken">Gives up; it may have been taken then.</param>
    ValueTask<GrainAddress> RegisterAsync(GrainId grain, SiloAddress silo, CancellationToken cancellationToken);

    /// <summary>Frees the grain if the address still holds it.</summary>
    /// <param name="address">What was registered.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask UnregisterAsync(GrainAddress address, CancellationToken cancellationToken);
}
