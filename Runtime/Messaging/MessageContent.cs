using System.Net;
using Granary.Grains.Interfaces.Columns;
using Granary.Runtime.Messaging.Framing;
using Granary.Runtime.Messaging.Protocol;

namespace Granary.Runtime.Messaging;

/// <summary>A request as it goes out, a frame at a time; knows whether its last bytes have left, before which nobody can have acted on it.</summary>
internal sealed class MessageContent(RequestMessage request, IReadOnlyList<ColumnBatch> batches) : HttpContent
{
    private volatile bool _isSent;

    /// <summary>Whether the receiver may have read the whole of it.</summary>
    public bool IsSent => _isSent;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        using var writer = new MessageWriter(stream);
        await writer.WriteAsync(request, batches, () => _isSent = true, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
