using System.Runtime.InteropServices;

namespace Granary.Silo.Hosting;

/// <summary>SIGTERM and Ctrl-C: the first asks to stop, the second to stop at once.</summary>
internal sealed class ShutdownSignals : IDisposable
{
    private readonly CancellationTokenSource _requested = new();
    private readonly CancellationTokenSource _insisted = new();
    private readonly PosixSignalRegistration[] _registrations;

    public ShutdownSignals() => _registrations =
        [PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle), PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle)];

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Requested => _requested.Token;

    /// <summary>Cancelled by the second.</summary>
    public CancellationToken Insisted => _insisted.Token;

    /// <summary>Ends with the first signal.</summary>
    public async Task RequestedAsync()
    {
        var requested = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = _requested.Token.Register(requested.SetResult);
        await requested.Task;
    }

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _requested.Dispose();
        _insisted.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        // Not the runtime's way of ending: ours drains.
        context.Cancel = true;
        if (_requested.IsCancellationRequested) _insisted.Cancel();
        else _requested.Cancel();
    }
}
