using Granary.Grains.Interfaces.Errors;

namespace Granary.Runtime.Activations;

/// <summary>One call on one activation: runs the method as a turn and answers once, with its result, its error or the deadline's.</summary>
internal sealed class Invocation<TGrain, TArguments, TResult>(
    Activation activation, GrainMethod<TGrain, TArguments, TResult> method, TArguments arguments, CancellationToken cancellationToken)
    : TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously)
    where TGrain : class
{
    private CancellationTokenSource? _deadlineSource;
    private ITimer? _deadline;

    /// <summary>Starts the call; the activation's count of calls was raised for it.</summary>
    public Task<TResult> Start(TimeSpan timeout)
    {
        // The method's token must be able to end at the deadline; a call that ends in its first turn never arms the timer.
        if (timeout != Timeout.InfiniteTimeSpan) _deadlineSource = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        activation.Scheduler.StartTurn(new Task(static state => ((Invocation<TGrain, TArguments, TResult>)state!).Run(), this));
        if (timeout != Timeout.InfiniteTimeSpan && !Task.IsCompleted) Arm(timeout);
        return Task;
    }

    private void Run()
    {
        var token = _deadlineSource?.Token ?? cancellationToken;
        if (token.IsCancellationRequested)
        {
            TrySetCanceled(token);
            End();
            return;
        }
        Task<TResult> call;
        try
        {
            call = method.Invoke((TGrain)activation.GrainObject, arguments, token);
        }
#pragma warning disable CA1031 // everything that a grain throws belongs to its caller
        catch (Exception error)
#pragma warning restore CA1031
        {
            TrySetException(error);
            End();
            return;
        }
        if (call.IsCompletedSuccessfully) Complete(call);
        else call.ContinueWith(static (call, state) => ((Invocation<TGrain, TArguments, TResult>)state!).Complete(call), this, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private void Complete(Task<TResult> call)
    {
        if (call.IsCompletedSuccessfully) TrySetResult(call.Result);
        else if (call.IsCanceled) TrySetCanceled(cancellationToken);
        else TrySetException(call.Exception!.InnerExceptions);
        End();
    }

    private void End()
    {
        Volatile.Read(ref _deadline)?.Dispose();
        activation.Leave();
    }

    private void Arm(TimeSpan timeout)
    {
        var timer = activation.Time.CreateTimer(
            static state => ((Invocation<TGrain, TArguments, TResult>)state!).OnDeadline(), this, timeout, Timeout.InfiniteTimeSpan);
        Volatile.Write(ref _deadline, timer);
        if (Task.IsCompleted) timer.Dispose();
    }

    private void OnDeadline()
    {
        var late = $"the call {method.Name} to {activation.GrainId} was not answered in time";
        var isAnswered = TrySetException(method.IsWrite
            ? GranaryException.OutcomeUnknown(late)
            : new GranaryException(ErrorKind.Unavailable, late) { Hint = "The table is busy or its store does not answer." });
        if (isAnswered) _deadlineSource!.Cancel();
    }
}
