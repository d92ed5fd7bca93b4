namespace Granary.Gateway;

/// <summary>The phases of a gateway's life.</summary>
public enum GatewayPhase
{
    /// <summary>Not set: a bug.</summary>
    Unspecified = 0,

    /// <summary>The log is being replayed; clients are told to come back.</summary>
    Starting,

    /// <summary>Clients are served.</summary>
    Serving,

    /// <summary>Statements end, clients are sent away.</summary>
    Stopping,
}
