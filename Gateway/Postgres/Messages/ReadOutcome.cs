namespace Granary.Gateway.Postgres.Messages;

/// <summary>What ended a wait for bytes.</summary>
internal enum ReadOutcome
{
    Unspecified = 0,

    /// <summary>Bytes came.</summary>
    Data,

    /// <summary>Someone in this process wants the session's attention.</summary>
    Interrupted,

    /// <summary>The client sends no more.</summary>
    End,
}
