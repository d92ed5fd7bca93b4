namespace Granary.Engine.WriteAheadLog.Postgres;

/// <summary>One of the partitions in the ring.</summary>
/// <param name="Number">Which.</param>
/// <param name="HasRecords">Whether there is anything in it, released or not.</param>
/// <param name="SizeInBytes">What it takes, with its indexes.</param>
internal readonly record struct PostgresWalSlot(int Number, bool HasRecords, long SizeInBytes);

/// <summary>How the ring stands.</summary>
/// <param name="Current">The slot that is written to; -1 while nobody has chosen one.</param>
/// <param name="Slots">All of them by number.</param>
internal sealed record PostgresWalSlots(int Current, IReadOnlyList<PostgresWalSlot> Slots)
{
    public long SizeInBytes => Slots.Sum(slot => slot.SizeInBytes);

    /// <summary>From the one behind the current one round to the current one.</summary>
    public IEnumerable<PostgresWalSlot> OldestFirst() =>
        Enumerable.Range(1, Slots.Count).Select(step => Slots[(Math.Max(Current, 0) + step) % Slots.Count]);

    /// <summary>The slot to go on with, or null when none is empty.</summary>
    public int? NextEmpty() => OldestFirst().Where(slot => !slot.HasRecords).Select(slot => (int?)slot.Number).FirstOrDefault();
}
