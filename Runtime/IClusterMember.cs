namespace Granary.Runtime;

/// <summary>A process's part in a cluster as its host sees it; <see cref="IActorRuntime.StopAsync"/> leaves it.</summary>
public interface IClusterMember
{
    /// <summary>
    /// Brings the configuration database up to date and compares the settings that all processes must share. Before anything
    /// else that uses the database. Throws with one sentence for the person who starts the program.
    /// </summary>
    /// <param name="sharedSettings">The settings' names, as a person knows them, and their values.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task PrepareAsync(IReadOnlyDictionary<string, string> sharedSettings, CancellationToken cancellationToken);

    /// <summary>
    /// Joins: from now on others send calls here, so the port for messages must be open. Refuses to when the address that it
    /// advertises can't be reached.
    /// </summary>
    /// <param name="cancellationToken">Gives up.</param>
    Task JoinAsync(CancellationToken cancellationToken);

    /// <summary>Whether a grain belongs to this process by the members as they are now.</summary>
    /// <param name="grain">The grain.</param>
    bool IsPlaceOf(GrainId grain);
}
