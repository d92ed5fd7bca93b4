namespace Granary.Engine.WriteAheadLog;

/// <summary>A log in which all grains of all silos share space: records of a table that nobody has open hold the space of others.</summary>
public interface ISharedWriteAheadLog : IWriteAheadLog
{
    /// <summary>
    /// Keys of grains with unreleased records, those with the oldest first: for whoever wakes tables whose silo died and
    /// that nobody has asked for since. Waking one that is awake does no harm.
    /// </summary>
    /// <param name="most">The most keys wanted.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<string>> FindUnreleasedGrainsAsync(int most, CancellationToken cancellationToken);
}
