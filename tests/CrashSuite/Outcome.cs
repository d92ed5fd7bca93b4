namespace Granary.CrashSuite;

/// <summary>What the client knows of a statement.</summary>
internal enum Outcome
{
    /// <summary>The connection ended before an answer, or the answer was that nobody can tell (08007): all rows or none may be there, for each table.</summary>
    Unknown,

    /// <summary>Answered: every row is there once, for ever.</summary>
    Acknowledged,

    /// <summary>Refused with an error or rolled back: no row is there, ever.</summary>
    Refused,
}
