namespace Granary.Runtime.Lifecycle;

/// <summary>What a silo is doing; only ever goes forward.</summary>
public enum SiloStage
{
    /// <summary>Ports are being opened, parts are being built.</summary>
    Starting = 0,
    /// <summary>Ports are open; the write-ahead log is being replayed. Statements are answered 57P03, `/ready` 503.</summary>
    Replaying = 1,
    /// <summary>Statements are served.</summary>
    Ready = 2,
    /// <summary>No new connections; running statements end, rows are flushed.</summary>
    Draining = 3,
    /// <summary>Nothing is served any more.</summary>
    Stopped = 4,
}
