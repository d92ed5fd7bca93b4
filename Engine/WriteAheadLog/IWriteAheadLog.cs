namespace Granary.Engine.WriteAheadLog;

/// <summary>
/// The durable record of appended rows that are in no segment yet. One object serves all grains of a silo; what it writes to
/// is the silo's own (`file`) or shared by all silos (`postgres`).
/// </summary>
/// <remarks>
/// <para><b>Use.</b> An owner acquires its grain, then reads the Delta log, then reads its records, then appends; in this
/// order, so that whatever an older owner still released is in the Delta log that the new one reads. At its end it leaves.</para>
/// <para><b>Durability.</b> A record answered <see cref="WalAppendResult.Appended"/> is read back after any crash, whole;
/// one answered otherwise never is. An append that throws <c>OutcomeUnknown</c> may be read back; one that throws another
/// <c>GranaryException</c> never is.</para>
/// <para><b>Sequences</b> of one grain rise, but may have holes (refused appends) and may reach the log out of order
/// when a caller doesn't wait; <see cref="ReadAsync"/> gives them in order all the same. One sequence is never given to two
/// records of the same epoch.</para>
/// <para><b>Fencing.</b> A log that several silos share checks the epoch in the same step that stores the record, and
/// answers <see cref="WalAppendResult.Fenced"/> to an older one. A log of one process alone has nobody to fence.</para>
/// <para><b>Errors.</b> When a write or sync has failed in a way that leaves the disk's state unknown, the appends
/// concerned end with <c>OutcomeUnknown</c>, and all later ones with <c>Unavailable</c>, SQLSTATE 58030, until the
/// process restarts. A shared log asks again until it knows. <c>Corrupt</c> when stored records are damaged.</para>
/// <para>All members are safe for concurrent use.</para>
/// </remarks>
public interface IWriteAheadLog : IAsyncDisposable
{
    /// <summary>Where the log is, for messages to people.</summary>
    string Location { get; }

    /// <summary>Bytes that the log takes, as far as this process knows.</summary>
    long SizeInBytes { get; }

    /// <summary>
    /// Opens a grain for its owner. When it is answered <see cref="WalAcquireResult.Acquired"/> no owner of an older epoch
    /// can store a record any more, and what such an owner was answered as stored will be read by <see cref="ReadAsync"/>.
    /// </summary>
    /// <param name="grainKey">The grain.</param>
    /// <param name="epoch">The epoch under which the caller owns it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<WalAcquireResult> AcquireAsync(string grainKey, long epoch, CancellationToken cancellationToken);

    /// <summary>Appends one record: all of a statement's rows for one grain, or nothing. Completes when it is durable.</summary>
    /// <param name="entry">The record. Its payload belongs to the log from now on, which disposes it, whatever the outcome.</param>
    ValueTask<WalAppendResult> AppendAsync(WalEntry entry);

    /// <summary>
    /// The grain's durable records above a sequence that it has not released, in the order of their sequences: for an
    /// activation, before it appends. A few records at a time are in memory. Records of the same sequence come once.
    /// </summary>
    /// <param name="grainKey">The grain.</param>
    /// <param name="afterSequence">Records up to this one are skipped.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="Granary.Grains.Interfaces.Errors.GranaryException"><c>Conflict</c>: an older owner has released
    /// records meanwhile, so the Delta log that the caller has read is old: activate anew.</exception>
    IAsyncEnumerable<WalRecord> ReadAsync(string grainKey, long afterSequence, CancellationToken cancellationToken);

    /// <summary>
    /// Says that the grain's records up to a sequence are in committed segments: the log may forget them. Idempotent; a
    /// lower sequence than before changes nothing, nor does an owner that is not the newest. Space comes back when all
    /// grains have released what shares it.
    /// </summary>
    /// <param name="grainKey">The grain.</param>
    /// <param name="epoch">The epoch under which the caller acquired it.</param>
    /// <param name="upToSequence">The last sequence released.</param>
    void Release(string grainKey, long epoch, long upToSequence);

    /// <summary>
    /// Whether the log has grown past its wanted size and this grain's records are among the oldest in it: it should flush,
    /// so that its few records don't hold gigabytes. Cheap: asked at each tick.
    /// </summary>
    /// <param name="grainKey">The grain.</param>
    bool ShouldFlush(string grainKey);

    /// <summary>
    /// The end of an activation: the log may forget what it keeps in memory for the grain, not its records. All appends of the caller
    /// have been answered. Does nothing when a newer owner has acquired the grain in this process.
    /// </summary>
    /// <param name="grainKey">The grain.</param>
    /// <param name="epoch">The epoch under which the caller acquired it.</param>
    void Leave(string grainKey, long epoch);
}
