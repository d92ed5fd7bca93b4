using Granary.Runtime.Directory;

namespace Granary.Runtime.Messaging;

/// <summary>What became of a call that was sent to another silo.</summary>
/// <typeparam name="TResult">What the method gives.</typeparam>
internal abstract record MessageOutcome<TResult>
{
    private MessageOutcome()
    {
    }

    /// <summary>The method has run and given its result.</summary>
    /// <param name="Result">The result.</param>
    /// <param name="IsUncertain">
    /// The silo could not tell, when it answered a read, whether it still owns the grain: ask the directory, and go to the new
    /// owner if there is one.
    /// </param>
    internal sealed record Answered(TResult Result, bool IsUncertain) : MessageOutcome<TResult>;

    /// <summary>Nothing was done: the silo, or the life of it that was meant, doesn't have the grain.</summary>
    /// <param name="Owner">Who has it, or null when the silo doesn't know.</param>
    internal sealed record Redirected(GrainAddress? Owner) : MessageOutcome<TResult>;

    /// <summary>Nothing was done: the silo can't tell whether it still owns the grain, and refuses writes until it can.</summary>
    internal sealed record Uncertain : MessageOutcome<TResult>;

    /// <summary>Nothing was done: no connection, or it broke before the request was sent.</summary>
    /// <param name="Reason">Why, for people; names the address.</param>
    internal sealed record Unreachable(string Reason) : MessageOutcome<TResult>;

    /// <summary>The request was sent and no answer came: the method may have run, may run yet, or may never run.</summary>
    /// <param name="Reason">Why, for people; names the address.</param>
    internal sealed record Lost(string Reason) : MessageOutcome<TResult>;
}
