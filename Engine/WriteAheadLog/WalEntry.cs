namespace Granary.Engine.WriteAheadLog;

/// <summary>A record to append: the rows of one statement for one grain.</summary>
/// <param name="GrainKey">The grain.</param>
/// <param name="Epoch">The epoch under which the caller owns the grain.</param>
/// <param name="Sequence">The grain's number of the statement; above 0.</param>
/// <param name="FirstHotDay">Rows of this day (since 1970-01-01) and later ones are in the hot lane, earlier ones in the late lane.</param>
/// <param name="Payload">The rows; disposed by the log.</param>
public sealed record WalEntry(string GrainKey, long Epoch, long Sequence, int FirstHotDay, WalPayload Payload);
