using Granary.Runtime.Membership;
using Granary.Runtime.Messaging;

namespace Granary.Runtime;

/// <summary>A method of a grain interface, whatever its arguments: what a message names.</summary>
/// <param name="name">The method's name; part of the message format, so never changed.</param>
public abstract class GrainMethod(string name)
{
    /// <summary>The method's name.</summary>
    public string Name { get; } = name;

    /// <summary>Runs the method for a message from another process.</summary>
    internal abstract Task<MessageOutcome<MessageBody>> ReceiveAsync(
        IMessageReceiver receiver, SiloAddress target, GrainId grain, MessageBody arguments, TimeSpan timeout, CancellationToken cancellationToken);
}

/// <summary>
/// One method of a grain interface as data: what a reference hands to the runtime instead of a closure, so that the same call
/// can be made on a local activation or sent to another silo.
/// </summary>
/// <typeparam name="TGrain">The grain interface.</typeparam>
/// <typeparam name="TArguments">All arguments but the token, as one value.</typeparam>
/// <typeparam name="TResult">What the method's task gives.</typeparam>
/// <param name="name">The method's name, for messages and traces.</param>
/// <param name="invoke">Calls the method on an activation's object.</param>
public sealed class GrainMethod<TGrain, TArguments, TResult>(
    string name, Func<TGrain, TArguments, CancellationToken, Task<TResult>> invoke) : GrainMethod(name)
    where TGrain : class
{
    /// <summary>Calls the method on an activation's object.</summary>
    public Func<TGrain, TArguments, CancellationToken, Task<TResult>> Invoke { get; } = invoke;

    /// <summary>Whether a call that isn't answered in time may have stored rows.</summary>
    public bool IsWrite { get; init; }

    /// <summary>How long a call may take; null for <see cref="RuntimeOptions.CallTimeout"/>, <see cref="Timeout.InfiniteTimeSpan"/> for no limit of the runtime's.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>
    /// Whether it changes nothing. A silo that can't tell whether it still owns the grain runs only these, and their callers
    /// ask the directory before they believe the answer.
    /// </summary>
    public bool IsReadOnly { get; init; }

    /// <summary>Whether a call with these arguments may be made twice when the first one's outcome is unknown; true for what is read-only.</summary>
    public Func<TArguments, bool>? IsRepeatable { get; init; }

    /// <summary>Whether this call may be made again when nobody knows whether it took effect.</summary>
    internal bool MayRepeat(TArguments arguments) => IsReadOnly || (IsRepeatable?.Invoke(arguments) ?? false);

    /// <summary>How arguments and result go between processes; a method without it can only be called in its silo.</summary>
    internal MethodCodec<TArguments, TResult>? Codec { get; init; }

    internal override async Task<MessageOutcome<MessageBody>> ReceiveAsync(
        IMessageReceiver receiver, SiloAddress target, GrainId grain, MessageBody arguments, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var codec = Codec ?? throw MessageErrors.Unreadable($"{Name} is not called from other processes");
        var read = codec.ReadArguments(arguments);
        return await receiver.ReceiveAsync(target, grain, this, read, timeout, cancellationToken) switch
        {
            MessageOutcome<TResult>.Answered answered => new MessageOutcome<MessageBody>.Answered(codec.WriteResult(read, answered.Result), answered.IsUncertain),
            MessageOutcome<TResult>.Redirected redirected => new MessageOutcome<MessageBody>.Redirected(redirected.Owner),
            MessageOutcome<TResult>.Uncertain => new MessageOutcome<MessageBody>.Uncertain(),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }
}
