namespace Granary.Gateway.Postgres.Sessions;

/// <summary>Carries NOTIFY between the sessions of this process. Thread-safe.</summary>
internal sealed class NotificationHub
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Database, string Channel), HashSet<INotificationTarget>> _channels = [];

    public void Listen(string database, string channel, INotificationTarget target)
    {
        lock (_lock)
        {
            if (!_channels.TryGetValue((database, channel), out var targets)) _channels.Add((database, channel), targets = []);
            targets.Add(target);
        }
    }

    /// <summary>Ends listening on one channel, or on all when null.</summary>
    public void Unlisten(string database, string? channel, INotificationTarget target)
    {
        lock (_lock)
        {
            foreach (var key in _channels.Keys.Where(key => key.Database == database && (channel is null || key.Channel == channel)).ToArray())
                if (_channels[key].Remove(target) && _channels[key].Count == 0) _channels.Remove(key);
        }
    }

    public void Notify(Notification notification)
    {
        INotificationTarget[] targets;
        lock (_lock)
        {
            if (!_channels.TryGetValue((notification.Database, notification.Channel), out var found)) return;
            targets = [.. found];
        }

        foreach (var target in targets) target.Deliver(notification);
    }
}
