namespace Granary.Testing.ObjectStores;

/// <summary>What happens to one call of a <see cref="FailingObjectStore"/>: a closed family.</summary>
public abstract record Fault
{
    private Fault()
    {
    }

    /// <summary>The call fails as unavailable and does nothing.</summary>
    public static Fault FailBefore { get; } = new Failure(IsDone: false);

    /// <summary>The call is carried out, then its answer is lost.</summary>
    public static Fault LoseAnswer { get; } = new Failure(IsDone: true);

    /// <summary>The call waits for the task, then is carried out.</summary>
    public static Fault WaitFor(Task gate) => new Gate(gate);

    /// <summary>The call waits, then is carried out.</summary>
    public static Fault Latency(TimeSpan delay) => new Gate(Task.Delay(delay));

    /// <summary>The call throws this and does nothing.</summary>
    public static Fault Throw(Exception exception) => new Thrown(exception);

    internal sealed record Failure(bool IsDone) : Fault;

    internal sealed record Gate(Task Until) : Fault;

    internal sealed record Thrown(Exception Exception) : Fault;
}
