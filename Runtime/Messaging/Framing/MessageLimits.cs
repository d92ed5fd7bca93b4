namespace Granary.Runtime.Messaging.Framing;

/// <summary>What one message may be at most. Whoever sends more is a bug or no peer.</summary>
internal static class MessageLimits
{
    /// <summary>Of an envelope: a generated statement with its lists of projects and values.</summary>
    public const int EnvelopeBytes = 256 << 20;

    /// <summary>Of all frames of a message: an append has 64 MiB, a tail as much as ingest may hold.</summary>
    public const long FrameBytes = 4L << 30;

    /// <summary>Of batches in a message.</summary>
    public const int FrameCount = 1 << 20;
}
