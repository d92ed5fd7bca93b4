namespace Granary.Engine.ObjectStores;

/// <summary>Reads that callers write often, made from the members of <see cref="IObjectStore"/>.</summary>
public static class ObjectStoreExtensions
{
    /// <summary>Reads the whole object into memory; an absent one is <c>NotFound</c>.</summary>
    public static async Task<ReadOnlyMemory<byte>> GetAsync(
        this IObjectStore store, string key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        return await store.TryGetAsync(key, cancellationToken) ?? throw ObjectStoreErrors.NotFound(store.Location, key);
    }
}
