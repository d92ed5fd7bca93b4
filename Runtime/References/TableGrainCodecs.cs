using Google.Protobuf;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Ingest;
using Granary.Grains.Interfaces.Query;
using Granary.Runtime.Messaging;
using Granary.Runtime.Messaging.Codecs;
using Granary.Runtime.Messaging.Protocol;

namespace Granary.Runtime.References;

/// <summary>How the calls of a table grain go between processes.</summary>
internal static class TableGrainCodecs
{
    public static readonly MethodCodec<AppendRequest, AppendResult> Append = new(
        request => MessageBody.Of(WriteHead(request), request.Batches),
        body => new AppendRequest(body.Batches) { BatchId = ReadBatchId(body.Read(AppendMessage.Parser).BatchId) },
        (_, result) => Write(result),
        ReadResult);

    public static readonly MethodCodec<NoResult, LoadId> BeginLoad = new(
        _ => MessageBody.Empty, _ => default, (_, load) => Write(load), ReadLoad);

    public static readonly MethodCodec<(LoadId Load, ColumnBatch Rows), NoResult> Stage = new(
        arguments => MessageBody.Of(new LoadMessage { Id = arguments.Load.Value }, arguments.Rows),
        body => (ReadLoad(body), body.Single()),
        (_, _) => MessageBody.Empty,
        _ => default);

    public static readonly MethodCodec<LoadId, AppendResult> CommitLoad = new(Write, ReadLoad, (_, result) => Write(result), ReadResult);

    public static readonly MethodCodec<LoadId, NoResult> AbortLoad = new(Write, ReadLoad, (_, _) => MessageBody.Empty, _ => default);

    public static readonly MethodCodec<TableScanRequest, TableScan> OpenScan = new(
        request => MessageBody.Of(ScanCodec.Write(request)),
        body => ScanCodec.Read(body.Read(ScanMessage.Parser)),
        ScanCodec.Write,
        ScanCodec.Read);

    public static readonly MethodCodec<NoResult, NoResult> Flush = new(
        _ => MessageBody.Empty, _ => default, (_, _) => MessageBody.Empty, _ => default);

    private static AppendMessage WriteHead(AppendRequest request) => request.BatchId is { } id
        ? new AppendMessage { BatchId = new BatchIdMessage { Writer = ByteString.CopyFrom(id.Writer.ToByteArray(bigEndian: true)), Number = id.Number } }
        : new AppendMessage();

    private static BatchId? ReadBatchId(BatchIdMessage? message)
    {
        if (message is null) return null;
        if (message.Writer.Length != 16) throw MessageErrors.Unreadable("a batch's writer is no UUID");
        return new BatchId(new Guid(message.Writer.Span, bigEndian: true), message.Number);
    }

    private static MessageBody Write(LoadId load) => MessageBody.Of(new LoadMessage { Id = load.Value });

    private static LoadId ReadLoad(MessageBody body) => new(body.Read(LoadMessage.Parser).Id);

    private static MessageBody Write(AppendResult result) =>
        MessageBody.Of(new AppendResultMessage { RowCount = result.RowCount, Sequence = result.Sequence });

    private static AppendResult ReadResult(MessageBody body)
    {
        var message = body.Read(AppendResultMessage.Parser);
        return new AppendResult(message.RowCount, message.Sequence);
    }
}
