using System.Diagnostics.Metrics;

namespace Granary.Gateway;

/// <summary>What the gateway counts.</summary>
public sealed class GatewayInstruments : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Granary.Gateway";

    private readonly Meter _meter;

    /// <summary>Makes the instruments.</summary>
    /// <param name="meters">The factory.</param>
    public GatewayInstruments(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        _meter = meters.Create(MeterName);
        Connections = _meter.CreateUpDownCounter<long>("granary.gateway.connections", "{connection}", "PostgreSQL clients connected");
        ConnectionsRefused = _meter.CreateCounter<long>("granary.gateway.connections.refused", "{connection}", "Clients sent away, by reason");
        ConnectionsCutOff = _meter.CreateCounter<long>("granary.gateway.connections.cut_off", "{connection}", "Clients cut off because they did not take what was sent");
        ReceiveBuffered = _meter.CreateUpDownCounter<long>("granary.gateway.receive.buffered", "By", "Memory of large messages that arrive or are handled");
        Statements = _meter.CreateCounter<long>("granary.gateway.statements", "{statement}", "Statements run, by kind");
        StatementErrors = _meter.CreateCounter<long>("granary.gateway.statement.errors", "{statement}", "Statements that failed, by SQLSTATE");
        StatementDuration = _meter.CreateHistogram<double>("granary.gateway.statement.duration", "s", "Time from a statement's start to its last row");
        RowsSent = _meter.CreateCounter<long>("granary.gateway.rows.sent", "{row}", "Rows sent to clients");
        BytesSent = _meter.CreateCounter<long>("granary.gateway.sent", "By", "Bytes sent to clients");
        BytesReceived = _meter.CreateCounter<long>("granary.gateway.received", "By", "Bytes received from clients");
    }

    internal UpDownCounter<long> Connections { get; }

    internal Counter<long> ConnectionsRefused { get; }

    internal Counter<long> ConnectionsCutOff { get; }

    internal UpDownCounter<long> ReceiveBuffered { get; }

    internal Counter<long> Statements { get; }

    internal Counter<long> StatementErrors { get; }

    internal Histogram<double> StatementDuration { get; }

    internal Counter<long> RowsSent { get; }

    internal Counter<long> BytesSent { get; }

    internal Counter<long> BytesReceived { get; }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
