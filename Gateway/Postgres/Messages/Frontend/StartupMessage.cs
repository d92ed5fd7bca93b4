using System.Buffers.Binary;
using System.Text;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Gateway.Postgres.Messages.Frontend;

/// <summary>The first packet of a connection, which has no type byte: a start, a cancel request, or a wish for encryption.</summary>
internal abstract record StartupMessage
{
    /// <summary>PostgreSQL's MAX_STARTUP_PACKET_LENGTH.</summary>
    public const int MaxLength = 10_000;

    private const int CancelCode = (1234 << 16) | 5678;
    private const int SslCode = (1234 << 16) | 5679;
    private const int GssEncodingCode = (1234 << 16) | 5680;

    private StartupMessage()
    {
    }

    /// <summary>`SSLRequest`.</summary>
    public sealed record SslRequest : StartupMessage;

    /// <summary>`GSSENCRequest`.</summary>
    public sealed record GssEncodingRequest : StartupMessage;

    /// <summary>`CancelRequest`.</summary>
    public sealed record CancelRequest(int ProcessId, int Secret) : StartupMessage;

    /// <summary>`StartupMessage`.</summary>
    /// <param name="MinorVersion">The minor version of protocol 3 asked for.</param>
    /// <param name="Parameters">Names and values in the order sent, protocol options left out.</param>
    /// <param name="ProtocolOptions">Names that begin with `_pq_.`.</param>
    public sealed record Start(
        int MinorVersion, IReadOnlyList<KeyValuePair<string, string>> Parameters, IReadOnlyList<string> ProtocolOptions) : StartupMessage;

    /// <summary>Reads a packet.</summary>
    /// <param name="packet">Its bytes behind the length.</param>
    public static StartupMessage Read(ReadOnlySpan<byte> packet)
    {
        var code = BinaryPrimitives.ReadInt32BigEndian(packet);
        switch (code)
        {
            case SslCode when packet.Length == 4: return new SslRequest();
            case GssEncodingCode when packet.Length == 4: return new GssEncodingRequest();
            case CancelCode when packet.Length == 12:
                return new CancelRequest(BinaryPrimitives.ReadInt32BigEndian(packet[4..]), BinaryPrimitives.ReadInt32BigEndian(packet[8..]));
            case CancelCode or SslCode or GssEncodingCode: throw MessageCursor.Violation("invalid length of startup packet");
        }

        var (major, minor) = (code >> 16, code & 0xffff);
        if (major != 3)
        {
            throw new GranaryException(ErrorKind.Unsupported, SqlState.FeatureNotSupported,
                $"unsupported frontend protocol {major}.{minor}: server supports 3.0 to 3.0");
        }

        return ReadParameters(minor, packet[4..]);
    }

    private static Start ReadParameters(int minor, ReadOnlySpan<byte> body)
    {
        var cursor = new MessageCursor(body);
        var parameters = new List<KeyValuePair<string, string>>();
        var options = new List<string>();
        while (true)
        {
            if (cursor.Remaining == 0) throw InvalidLayout();
            var name = Encoding.UTF8.GetString(cursor.ReadCString());
            if (name.Length == 0) break;
            if (cursor.Remaining == 0) throw InvalidLayout();
            var value = Encoding.UTF8.GetString(cursor.ReadCString());
            if (name.StartsWith("_pq_.", StringComparison.Ordinal)) options.Add(name);
            else parameters.Add(new(name, value));
        }

        return cursor.Remaining == 0 ? new Start(minor, parameters, options) : throw InvalidLayout();
    }

    private static GranaryException InvalidLayout() =>
        MessageCursor.Violation("invalid startup packet layout: expected terminator as last byte");
}
