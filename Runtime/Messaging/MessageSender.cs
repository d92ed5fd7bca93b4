using Granary.Runtime.Directory;
using Granary.Runtime.Membership;
using Granary.Runtime.Messaging.Codecs;
using Granary.Runtime.Messaging.Protocol;

namespace Granary.Runtime.Messaging;

/// <summary>Sends grain calls as messages.</summary>
internal sealed class MessageSender(MessageClient client) : IMessageSender
{
    /// <summary>A hint that takes longer is of no use any more.</summary>
    private static readonly TimeSpan HintTimeout = TimeSpan.FromSeconds(5);

    public async Task<MessageOutcome<TResult>> SendAsync<TGrain, TArguments, TResult>(
        SiloAddress silo,
        GrainId grain,
        GrainMethod<TGrain, TArguments, TResult> method,
        TArguments arguments,
        TimeSpan timeout,
        CancellationToken cancellationToken)
        where TGrain : class
    {
        var codec = method.Codec ?? throw new InvalidOperationException($"{method.Name} has no form between processes.");
        var body = codec.WriteArguments(arguments);
        var request = new RequestMessage
        {
            Call = new CallMessage { GrainType = grain.Type, GrainKey = grain.Key, Method = method.Name, Arguments = body.Message },
        };
        switch (await client.SendAsync(silo, request, body.Batches, timeout, cancellationToken))
        {
            case Delivery.Answered answered:
                using (answered.Answer) return Read(answered.Answer, grain, codec);
            case Delivery.Unreachable unreachable:
                return new MessageOutcome<TResult>.Unreachable(unreachable.Reason);
            case Delivery.Lost lost:
                return new MessageOutcome<TResult>.Lost(lost.Reason);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    public async Task ActivateAsync(SiloAddress silo, GrainId grain, CancellationToken cancellationToken)
    {
        var request = new RequestMessage { Activate = new ActivateMessage { GrainType = grain.Type, GrainKey = grain.Key } };
        if (await client.SendAsync(silo, request, [], HintTimeout, cancellationToken) is Delivery.Answered answered) answered.Answer.Dispose();
    }

    private static MessageOutcome<TResult> Read<TArguments, TResult>(MessageAnswer answer, GrainId grain, MethodCodec<TArguments, TResult> codec)
    {
        var head = answer.Head;
        return head.OutcomeCase switch
        {
            AnswerMessage.OutcomeOneofCase.Result =>
                new MessageOutcome<TResult>.Answered(codec.ReadResult(new MessageBody(head.Result, answer.Batches)), head.IsUncertain),
            AnswerMessage.OutcomeOneofCase.Error => throw ErrorCodec.Read(head.Error),
            AnswerMessage.OutcomeOneofCase.Redirect => new MessageOutcome<TResult>.Redirected(ReadOwner(grain, head.Redirect)),
            AnswerMessage.OutcomeOneofCase.Uncertain => new MessageOutcome<TResult>.Uncertain(),
            _ => throw MessageErrors.Unreadable("an answer says nothing that is known here"),
        };
    }

    private static GrainAddress? ReadOwner(GrainId grain, RedirectMessage message) =>
        message.Endpoint.Length == 0 ? null : new GrainAddress(grain, new SiloAddress(message.Endpoint, message.Generation), message.Epoch);
}
