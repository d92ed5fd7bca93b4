using System.Collections.Concurrent;
using Granary.Gateway.Postgres.Messages;
using Granary.Gateway.Postgres.Messages.Backend;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Gateway.Postgres.Sessions;

/// <content>Waiting for the client, and what may end the wait: its bytes, time limits, notifications, the server's end.</content>
internal sealed partial class Session
{
    // a session that listens and never reads must not fill the memory
    private const int MaxWaitingNotifications = 10_000;

    private readonly ConcurrentQueue<Notification> _notifications = new();
    private volatile bool _isShutdownRequested;
    private volatile bool _isIdle;
    private volatile bool _hasTimedOut;
    private ITimer? _idleTimer;

    /// <inheritdoc/>
    public void Cancel(Interruption cause)
    {
        _scope.Cancellation.Request(cause);
        if (cause == Interruption.Shutdown) RequestShutdown();
    }

    /// <inheritdoc/>
    public void RequestShutdown()
    {
        _isShutdownRequested = true;
        _scope.Input.Interrupt();
    }

    /// <inheritdoc/>
    public void Deliver(Notification notification)
    {
        if (_notifications.Count < MaxWaitingNotifications) _notifications.Enqueue(notification);
        if (_isIdle) _scope.Input.Interrupt();
    }

    private void CancelRead()
    {
        if (_runner.IsReading) _scope.Cancellation.Request(Interruption.ClientGone);
    }

    private async ValueTask WaitForClientAsync()
    {
        await _scope.Output.FlushAsync();
        if (_isShutdownRequested && !IsMidPipeline) throw Shutdown();
        _isIdle = !IsMidPipeline;
        // only now can a notification that came just before be seen by neither side
        if (_isIdle && !_notifications.IsEmpty && !Transaction.IsInBlock) await SendNotificationsAsync();
        ArmIdleTimer();
        var outcome = await _scope.Input.FillAsync();
        _isIdle = false;
        DisarmIdleTimer();
        if (outcome == ReadOutcome.End) _state = SessionState.Closing;
        if (outcome == ReadOutcome.Interrupted) await AttendAsync();
    }

    /// <summary>Whether an extended pipeline has begun that no Sync has ended.</summary>
    private bool IsMidPipeline => _state == SessionState.SkippingToSync || Transaction.Status == Transactions.TransactionStatus.Implicit;

    private async ValueTask AttendAsync()
    {
        if (_hasTimedOut) throw IdleTimeout();
        if (_isShutdownRequested && !IsMidPipeline) throw Shutdown();
        if (!_notifications.IsEmpty && !Transaction.IsInBlock) await SendNotificationsAsync();
    }

    private ValueTask SendNotificationsAsync()
    {
        DeliverNotifications();
        return _scope.Output.FlushAsync();
    }

    private void DeliverNotifications()
    {
        while (_notifications.TryDequeue(out var notification))
            NotificationResponseMessage.Write(Buffer, notification.ProcessId, notification.Channel, notification.Payload);
    }

    private void ArmIdleTimer()
    {
        if (IsMidPipeline && !Transaction.IsInBlock) return;
        var limit = Transaction.IsInBlock ? _scope.View.IdleInTransactionTimeout : _scope.View.IdleSessionTimeout;
        if (limit <= TimeSpan.Zero) return;
        _idleTimer ??= _scope.Services.Time.CreateTimer(static state => ((Session)state!).OnIdleTooLong(), this,
            Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _idleTimer.Change(limit, Timeout.InfiniteTimeSpan);
    }

    private void DisarmIdleTimer() => _idleTimer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    private void OnIdleTooLong()
    {
        if (!_isIdle) return;
        _hasTimedOut = true;
        _scope.Input.Interrupt();
    }

    private GranaryException IdleTimeout() => Transaction.IsInBlock
        ? new(ErrorKind.Cancelled, SqlState.IdleInTransactionSessionTimeout, "terminating connection due to idle-in-transaction timeout")
        : new(ErrorKind.Cancelled, SqlState.IdleSessionTimeout, "terminating connection due to idle-session timeout");

    private static GranaryException Shutdown() =>
        new(ErrorKind.Unavailable, SqlState.AdminShutdown, "terminating connection due to administrator command");
}
