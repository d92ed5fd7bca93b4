namespace Granary.Engine.ObjectStores;

/// <summary>What came of <see cref="IObjectStore.PutIfAbsentAsync"/>: a closed family.</summary>
public abstract record PutIfAbsentResult
{
    private PutIfAbsentResult()
    {
    }

    /// <summary>This call created the object.</summary>
    public sealed record Created : PutIfAbsentResult
    {
        /// <summary>The only value.</summary>
        public static Created Instance { get; } = new();
    }

    /// <summary>The store says that an object has the key, perhaps from an earlier try of the same caller.</summary>
    public sealed record AlreadyExists : PutIfAbsentResult
    {
        /// <summary>The only value.</summary>
        public static AlreadyExists Instance { get; } = new();
    }

    /// <summary>No answer: the object may have been created by this call, or may be created later.</summary>
    public sealed record Unknown(string Reason) : PutIfAbsentResult;
}
