namespace Granary.Gateway;

/// <summary>
/// Whether clients are served: the host opens the gate when its stores have been read, and closes it when it stops.
/// Read by every connection, written by the host. Thread-safe.
/// </summary>
public sealed class GatewayState
{
    private volatile GatewayPhase _phase = GatewayPhase.Starting;

    /// <summary>What clients meet now.</summary>
    public GatewayPhase Phase => _phase;

    /// <summary>Clients may log in from now on. Before it they get 57P03.</summary>
    public void Open()
    {
        if (_phase == GatewayPhase.Starting) _phase = GatewayPhase.Serving;
    }

    /// <summary>No client may log in any more (57P03).</summary>
    public void Close() => _phase = GatewayPhase.Stopping;
}
