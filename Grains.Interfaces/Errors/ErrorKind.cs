namespace Granary.Grains.Interfaces.Errors;

/// <summary>What the caller must do about an error. The gateway's one map turns it into SQLSTATE, HTTP status and log level.</summary>
public enum ErrorKind
{
    /// <summary>Not set: a bug.</summary>
    Unspecified = 0,
    /// <summary>Fix the request (22xxx, 42xxx, 23xxx; HTTP 400).</summary>
    Invalid = 1,
    /// <summary>The thing named does not exist (42P01 and kin; HTTP 404).</summary>
    NotFound = 2,
    /// <summary>The thing exists already (42P07 and kin; HTTP 409).</summary>
    AlreadyExists = 3,
    /// <summary>Redo from a fresh read (40001; HTTP 409).</summary>
    Conflict = 4,
    /// <summary>Valid in PostgreSQL, not offered here (0A000; HTTP 501).</summary>
    Unsupported = 5,
    /// <summary>Who asks may not (28xxx, 42501; HTTP 401 or 403).</summary>
    Unauthorized = 6,
    /// <summary>A limit is reached; retry later (53xxx; HTTP 429).</summary>
    Exhausted = 7,
    /// <summary>Cancelled or timed out at the caller's wish (57014; HTTP 499).</summary>
    Cancelled = 8,
    /// <summary>A part that is needed can't be reached; retry later (57P03, 58030; HTTP 503).</summary>
    Unavailable = 9,
    /// <summary>This owner has lost the grain; go to the new one. Never shown to a client.</summary>
    Fenced = 10,
    /// <summary>Stored data is damaged; a person must repair it (XX001; HTTP 500).</summary>
    Corrupt = 11,
    /// <summary>Our bug (XX000; HTTP 500).</summary>
    Internal = 12,
    /// <summary>Whether it was done can't be told, or only a part was: look before sending it again (08007; HTTP 504). Every other kind promises that nothing was stored.</summary>
    OutcomeUnknown = 13,
}
