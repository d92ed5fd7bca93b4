using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Query;
using Granary.Runtime.Messaging.Protocol;

namespace Granary.Runtime.Messaging.Codecs;

/// <summary>Scans between processes: what is wanted of a table, and its segments and tail.</summary>
internal static class ScanCodec
{
    public static ScanMessage Write(TableScanRequest request) => new()
    {
        Columns = { request.Columns },
        Ranges = { request.Ranges.Select(range => new RangeMessage { Column = range.ColumnName, Lower = WriteBound(range.Lower), Upper = WriteBound(range.Upper) }) },
    };

    public static TableScanRequest Read(ScanMessage? message) => message is null
        ? throw MessageErrors.Unreadable("a scan wants nothing")
        : new TableScanRequest(
            [.. message.Columns], [.. message.Ranges.Select(range => new PruningRange(range.Column, ReadBound(range.Lower), ReadBound(range.Upper)))]);

    /// <summary>The scan's message and tail; of the tail only the columns that are wanted, since a table has many.</summary>
    public static MessageBody Write(TableScanRequest request, TableScan scan)
    {
        var message = new ScanResultMessage
        {
            Project = scan.Table.Project.Value,
            Table = scan.Table.Table,
            Version = scan.Version,
            Sequence = scan.Sequence,
            Segments = { scan.Segments.Select(segment => new SegmentMessage { ObjectKey = segment.ObjectKey, SizeInBytes = segment.SizeInBytes, RowCount = segment.RowCount }) },
        };
        return MessageBody.Of(message, [.. scan.Tail.Select(batch => Only(request.Columns, batch))]);
    }

    public static TableScan Read(MessageBody body)
    {
        var message = body.Read(ScanResultMessage.Parser);
        return new TableScan(
            new TableId(new ProjectId(message.Project), message.Table),
            message.Version,
            message.Sequence,
            [.. message.Segments.Select(segment => new SegmentReference(segment.ObjectKey, segment.SizeInBytes, segment.RowCount))],
            body.Batches);
    }

    private static ColumnBatch Only(IReadOnlyList<string> names, ColumnBatch batch)
    {
        var held = names.Where(name => batch.Find(name) is not null).ToList();
        return new ColumnBatch(held, [.. held.Select(name => batch.Find(name)!)], batch.RowCount);
    }

    private static BoundMessage? WriteBound(object? bound) => bound switch
    {
        null => null,
        long integer => new BoundMessage { Integer = integer },
        double real => new BoundMessage { Real = real },
        string text => new BoundMessage { Text = text },
        _ => throw new ArgumentException($"A bound can't be a {bound.GetType().Name}.", nameof(bound)),
    };

    // A kind of bound that this process doesn't know prunes nothing: ranges only ever leave segments out.
    private static object? ReadBound(BoundMessage? message) => message?.ValueCase switch
    {
        BoundMessage.ValueOneofCase.Integer => message.Integer,
        BoundMessage.ValueOneofCase.Real => message.Real,
        BoundMessage.ValueOneofCase.Text => message.Text,
        _ => null,
    };
}
