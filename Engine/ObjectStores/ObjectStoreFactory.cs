namespace Granary.Engine.ObjectStores;

/// <summary>Makes the store that options describe, decorated: each try is metered, and what may be repeated is.</summary>
public sealed class ObjectStoreFactory(ObjectStoreInstruments instruments, TimeProvider timeProvider, Random random)
{
    /// <summary>The bucket if the options name one, else the directory.</summary>
    public IObjectStore Create(ObjectStoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        IObjectStore store = options.Bucket is null
            ? new FileSystemObjectStore(options.Directory, timeProvider)
            : new S3ObjectStore(options, timeProvider);
        return new ResilientObjectStore(
            new MeteredObjectStore(store, instruments, timeProvider), options, timeProvider, random);
    }
}
