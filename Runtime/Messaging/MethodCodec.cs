namespace Granary.Runtime.Messaging;

/// <summary>How a grain method's arguments and result go between processes.</summary>
/// <param name="WriteArguments">Arguments to message.</param>
/// <param name="ReadArguments">And back; throws <c>Corrupt</c> when the message is none of this method's.</param>
/// <param name="WriteResult">Result to message; the arguments say what of it is wanted.</param>
/// <param name="ReadResult">And back.</param>
internal sealed record MethodCodec<TArguments, TResult>(
    Func<TArguments, MessageBody> WriteArguments,
    Func<MessageBody, TArguments> ReadArguments,
    Func<TArguments, TResult, MessageBody> WriteResult,
    Func<MessageBody, TResult> ReadResult);
