namespace Granary.Engine.WriteAheadLog;

/// <summary>
/// The durable record of appended rows that are in no segment yet, shared by all grains of a silo.
/// </summary>
/// <remarks>
/// <para><b>Durability.</b> A record answered <see cref="WalAppendResult.Appended"/> is read back after any crash, whole;
/// one answered otherwise never is. An append that throws <c>OutcomeUnknown</c> may be read back; one that throws another
/// <c>GranaryException</c> never is.</para>
/// <para><b>Sequences</b> of one grain rise, but may have holes (refused appends) and may reach the log out of order
/// when a caller doesn't wait; <see cref="ReadAsync"/> gives them in order all the same.</para>
/// <para><b>Fencing.</b> A log that several silos share checks the epoch in the same step that stores the record, and
/// answers <see cref="WalAppendResult.Fenced"/> to an older one. A log of one process alone has nobody to fence.</para>
/// <para><b>Errors.</b> When a write or sync has failed in a way that leaves the disk's state unknown, the appends
/// concerned end with <c>OutcomeUnknown</c>, and all later ones with <c>Unavailable</c>, SQLSTATE 58030, until the
/// process restarts. <c>Corrupt</c> when stored
/// records are damaged.</para>
/// <para>All members are safe for concurrent use.</para>
/// </remarks>
public interface IWriteAheadLog : IAsyncDisposable
{
    /// <summary>Where the log is, for messages to people.</summary>
    string Location { get; }

    /// <summary>The keys of the grains that had records when the log was opened and have not released all of them.</summary>
    IReadOnlyList<string> GrainsToRecover { get; }

    /// <summary>Bytes of disk that the log takes, spare files left out.</summary>
    long SizeInBytes { get; }

    /// <summary>Appends one record: all of a statement's rows for one grain, or nothing. Completes when it is durable.</summary>
    /// <param name="entry">The record. Its payload belongs to the log from now on, which disposes it, whatever the outcome.</param>
    ValueTask<WalAppendResult> AppendAsync(WalEntry entry);

    /// <summary>
    /// The grain's durable records above a sequence that it has not released, in the order of their sequences: for an
    /// activation, before it appends. One record at a time is in memory. Records of the same sequence come once.
    /// </summary>
    /// <param name="grainKey">The grain.</param>
    /// <param name="afterSequence">Records up to this one are skipped.</param>
    /// <param name="cancellationToken">Gives up.</param>
    IAsyncEnumerable<WalRecord> ReadAsync(string grainKey, long afterSequence, CancellationToken cancellationToken);

    /// <summary>The highest sequence of the grain that the log knows of, or 0: a new owner goes on behind it.</summary>
    /// <param name="grainKey">The grain.</param>
    long LastSequence(string grainKey);

    /// <summary>
    /// Says that the grain's records up to a sequence are in committed segments: the log may forget them. Idempotent; a
    /// lower sequence than before changes nothing. Space comes back when all grains have released what shares it.
    /// </summary>
    /// <param name="grainKey">The grain.</param>
    /// <param name="upToSequence">The last sequence released.</param>
    void Release(string grainKey, long upToSequence);

    /// <summary>
    /// Whether the log has grown past its wanted size and this grain's records are among the oldest in it: it should flush,
    /// so that its few records don't hold gigabytes. Cheap: asked at each tick.
    /// </summary>
    /// <param name="grainKey">The grain.</param>
    bool ShouldFlush(string grainKey);
}
