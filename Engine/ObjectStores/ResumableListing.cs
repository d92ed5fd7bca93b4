namespace Granary.Engine.ObjectStores;

/// <summary>A listing whose step can be repeated after a failure: it goes on behind the last key it gave.</summary>
internal sealed class ResumableListing(
    IObjectStore store, string prefix, string? startAfter, CancellationToken cancellationToken) : IAsyncDisposable
{
    private string? _lastKey = startAfter;
    private IAsyncEnumerator<ObjectInfo>? _enumerator;

    public ObjectInfo Current { get; private set; }

    public async Task<bool> MoveNextAsync()
    {
        _enumerator ??= store.ListAsync(prefix, _lastKey, cancellationToken).GetAsyncEnumerator(cancellationToken);
        try
        {
            if (!await _enumerator.MoveNextAsync()) return false;
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
        Current = _enumerator.Current;
        _lastKey = Current.Key;
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        var enumerator = _enumerator;
        _enumerator = null;
        if (enumerator is not null) await enumerator.DisposeAsync();
    }
}
