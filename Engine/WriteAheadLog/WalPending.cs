namespace Granary.Engine.WriteAheadLog;

/// <summary>A record that waits for the disk.</summary>
internal sealed class WalPending(WalEntry entry)
{
    // continuations run elsewhere: the writer's thread must not run a grain's turn
    private readonly TaskCompletionSource<WalAppendResult> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public WalEntry Entry { get; } = entry;

    public long RecordLength { get; } = entry.Payload.Record.Length;

    public Task<WalAppendResult> Task => _completion.Task;

    /// <summary>Fills in the header, now that the place in the file is known.</summary>
    public ReadOnlyMemory<byte> Stamp(WalFile file)
    {
        var payload = Entry.Payload;
        new WalRecordHeader
        {
            Kind = WalRecordKind.Rows,
            FileNumber = file.Number,
            SyncedOffset = file.SyncedOffset,
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
