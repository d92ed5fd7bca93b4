using Granary.Gateway.Postgres.Messages;
using Granary.Gateway.Postgres.Messages.Frontend;
using Granary.Gateway.Postgres.Statements;
using Granary.Gateway.Postgres.Transactions;
using Granary.Grains.Interfaces.Errors;
using Microsoft.AspNetCore.Connections;

namespace Granary.Gateway.Postgres.Sessions;

/// <summary>
/// One client's conversation after it has logged in. Algorithm: 1. take the next whole message, waiting for it with what
/// was collected sent; 2. hand it to its `Handle…`; 3. an error ends the statement, tells the client, fails the transaction
/// and, in the extended protocol, passes over everything up to Sync. Messages are handled one at a time; only
/// <see cref="ISessionControl"/> and notifications come from other threads.
/// </summary>
internal sealed partial class Session : ISessionControl, INotificationTarget
{
    private readonly SessionScope _scope;
    private readonly StatementRunner _runner;
    private readonly CancellationToken _connectionClosed;
    private SessionState _state = SessionState.Ready;

    public Session(SessionScope scope, CancellationToken connectionClosed)
    {
        _scope = scope;
        _connectionClosed = connectionClosed;
        _runner = new StatementRunner(scope, this);
    }

    private MessageBuffer Buffer => _scope.Buffer;

    private Transaction Transaction => _scope.Transaction;

    /// <summary>Serves the client until it leaves or is sent away.</summary>
    public async Task RunAsync()
    {
        // a client that has gone needs no rows; what it asked to be written is written all the same
        await using var gone = _connectionClosed.UnsafeRegister(
            static state => ((Session)state!).CancelRead(), this);
        try
        {
            WriteReady();
            while (_state != SessionState.Closing)
            {
                if (_scope.Input.TryRead(out var code, out var body))
                {
                    await HandleAsync(code, body);
                    await _scope.Output.FlushIfFullAsync();
                }
                else
                {
                    await WaitForClientAsync();
                }
            }
        }
        catch (Exception exception) when (exception is not ConnectionAbortedException)
        {
            await EndAsync(exception);
        }
        catch (ConnectionAbortedException)
        {
            _scope.Services.Log.ClientGone(_scope.Identity.ProcessId);
        }
        finally
        {
            await SocketThread.LeaveAsync();
            _scope.Services.Notifications.Unlisten(_scope.Identity.Database, null, this);
            await _scope.Portals.RemoveAllAsync(keepHeld: false);
            _scope.Services.Instruments.BytesReceived.Add(_scope.Input.BytesRead);
        }
    }

    private async ValueTask HandleAsync(byte code, ReadOnlyMemory<byte> body)
    {
        if (_state == SessionState.SkippingToSync && code is not (FrontendCode.Sync or FrontendCode.Terminate)) return;
        try
        {
            if (_scope.Input.Refusal is { } refusal) throw refusal;
            if (code == FrontendCode.Parse || body.Length > SocketThread.MaxMessageBytes) await SocketThread.LeaveAsync();
            await DispatchAsync(code, body);
        }
        catch (Exception exception) when (exception is not ConnectionAbortedException)
        {
            await HandleErrorAsync(code, exception);
        }
    }

    private ValueTask DispatchAsync(byte code, ReadOnlyMemory<byte> body)
    {
        switch (code)
        {
            case FrontendCode.Query: return HandleQueryAsync(body);
            case FrontendCode.Parse: return HandleParseAsync(body);
            case FrontendCode.Bind: return HandleBindAsync(body);
            case FrontendCode.Describe: return HandleDescribeAsync(body);
            case FrontendCode.Execute: return HandleExecuteAsync(body);
            case FrontendCode.Close: return HandleCloseAsync(body);
            case FrontendCode.Sync: return HandleSyncAsync();
            case FrontendCode.Flush: return _scope.Output.FlushAsync();
            case FrontendCode.Terminate:
                _state = SessionState.Closing;
                return ValueTask.CompletedTask;
            case FrontendCode.FunctionCall: return HandleFunctionCall();

            // left over from a COPY that failed: PostgreSQL passes over them too
            case FrontendCode.CopyData or FrontendCode.CopyDone or FrontendCode.CopyFail: return ValueTask.CompletedTask;
            default: throw MessageCursor.Violation($"invalid frontend message type {code}");
        }
    }

    private static ValueTask HandleFunctionCall() =>
        throw new GranaryException(ErrorKind.Unsupported, SqlState.FeatureNotSupported, "the FunctionCall message is not supported")
        {
            Hint = "Call the function with SELECT.",
        };

    private async ValueTask HandleErrorAsync(byte code, Exception exception)
    {
        var reported = _scope.Cancellation.Error is { } cause && IsCancellation(exception) ? cause : exception;
        _scope.Cancellation.End();
        _scope.IsMultiStatement = false;
        WriteError(reported);
        await FailTransactionAsync();
        if (code is FrontendCode.Query or FrontendCode.Sync or FrontendCode.FunctionCall) WriteReady();
        else _state = SessionState.SkippingToSync;
        if (reported is GranaryException { SqlState: SqlState.AdminShutdown }) _state = SessionState.Closing;
    }

    private async ValueTask FailTransactionAsync()
    {
        await Transaction.FailAsync();
        if (_scope.Portals.Active is { } failed) await failed.DisposeAsync();
        if (!Transaction.IsInBlock) await _scope.Portals.RemoveAllAsync(keepHeld: true);
    }

    private static bool IsCancellation(Exception exception) =>
        exception is OperationCanceledException or GranaryException { Kind: ErrorKind.Cancelled };
}
