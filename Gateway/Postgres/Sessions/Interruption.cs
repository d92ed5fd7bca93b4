namespace Granary.Gateway.Postgres.Sessions;

/// <summary>Why a session's statement or wait is broken off; the later value wins when several come.</summary>
internal enum Interruption
{
    None = 0,

    /// <summary>CancelRequest.</summary>
    UserRequest,

    /// <summary>`statement_timeout`.</summary>
    StatementTimeout,

    /// <summary>The server stops.</summary>
    Shutdown,

    /// <summary>The client has closed its connection.</summary>
    ClientGone,
}
