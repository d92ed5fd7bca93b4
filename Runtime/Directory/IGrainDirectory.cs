using Granary.Runtime.Membership;

namespace Granary.Runtime.Directory;

/// <summary>Who holds which grain: the one place of agreement on ownership.</summary>
public interface IGrainDirectory
{
    /// <summary>The grain's owner as it is remembered here, else as the table says; null when it has none.</summary>
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

    /// <summary>The grain's owner as the table says now, past what is remembered; null when it has none, or one that is dead.</summary>
    /// <param name="grain">The grain.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<GrainAddress?> ReadAsync(GrainId grain, CancellationToken cancellationToken);

    /// <summary>Remembers where the grain is by another silo's word, unless a newer owner is remembered.</summary>
    /// <param name="address">The owner.</param>
    void Learn(GrainAddress address);

    /// <summary>Remembers an owner no longer, if it is the one remembered.</summary>
    /// <param name="address">What turned out to be wrong.</param>
    void Forget(GrainAddress address);
}
