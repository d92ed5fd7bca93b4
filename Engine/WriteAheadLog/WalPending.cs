namespace Granary.Engine.WriteAheadLog;

/// <summary>A record that waits to be durable.</summary>
internal sealed class WalPending(WalEntry entry)
{
    // continuations run elsewhere: the writer's thread must not run a grain's turn
    private readonly TaskCompletionSource<WalAppendResult> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public WalEntry Entry { get; } = entry;

    public long RecordLength { get; } = entry.Payload.Record.Length;

    public Task<WalAppendResult> Task => _completion.Task;

    /// <summary>Fills in the header, now that the record's place is known.</summary>
    /// <param name="containerNumber">The number of the file or object.</param>
    /// <param name="syncedOffset">Up to where a file is on disk; 0 in an object.</param>
    public ReadOnlyMemory<byte> Stamp(long containerNumber, long syncedOffset)
    {
        var payload = Entry.Payload;
        new WalRecordHeader
        {
            Kind = WalRecordKind.Rows,
            FileNumber = containerNumber,
            SyncedOffset = syncedOffset,
            Epoch = Entry.Epoch,
            Sequence = Entry.Sequence,
            FirstHotDay = Entry.FirstHotDay,
            PayloadLength = payload.Length,
            PayloadChecksum = payload.Checksum,
            RowCount = payload.RowCount,
            KeyLength = payload.KeyLength,
        }.Write(payload.Record.Span);
        return payload.Record;
    }

    public void Complete(WalAppendResult result)
    {
        Entry.Payload.Dispose();
        _completion.TrySetResult(result);
    }

    public void Fail(Exception exception)
    {
        if (_completion.Task.IsCompleted) return;
        Entry.Payload.Dispose();
        _completion.TrySetException(exception);
    }
}
