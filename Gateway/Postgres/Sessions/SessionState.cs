namespace Granary.Gateway.Postgres.Sessions;

/// <summary>What a session does with the next message.</summary>
internal enum SessionState
{
    Unspecified = 0,

    /// <summary>Handles it.</summary>
    Ready,

    /// <summary>Passes over it unless it is Sync: an extended message failed.</summary>
    SkippingToSync,

    /// <summary>Reads none: the connection ends.</summary>
    Closing,
}
