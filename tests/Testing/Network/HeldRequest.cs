namespace Granary.Testing.Network;

/// <summary>A request that a <see cref="TcpProxy"/> holds back once it comes: the moment between "decided" and "done", at the test's disposal.</summary>
public sealed class HeldRequest
{
    private readonly byte[] _text;
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal HeldRequest(string text) => _text = System.Text.Encoding.ASCII.GetBytes(text);

    /// <summary>Ends when the request has come to the proxy.</summary>
    public Task Reached => _reached.Task;

    /// <summary>Lets it go on to the server, if that is still there.</summary>
    public void Release() => _released.TrySetResult();

    internal async Task PassAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (_released.Task.IsCompleted || bytes.Span.IndexOf(_text) < 0) return;
        _reached.TrySetResult();
        await _released.Task.WaitAsync(cancellationToken);
    }
}
