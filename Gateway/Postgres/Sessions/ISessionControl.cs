namespace Granary.Gateway.Postgres.Sessions;

/// <summary>What others may do to a session. From any thread.</summary>
internal interface ISessionControl
{
    /// <summary>Breaks off the running statement, if any.</summary>
    void Cancel(Interruption cause);

    /// <summary>Asks it to say good-bye (57P01): now when idle, else after its statement.</summary>
    void RequestShutdown();
}
