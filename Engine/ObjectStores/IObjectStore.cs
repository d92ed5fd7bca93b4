namespace Granary.Engine.ObjectStores;

/// <summary>
/// A flat, strongly consistent space of named immutable byte strings: a directory, an S3 bucket, or memory.
/// </summary>
/// <remarks>
/// <para><b>Keys</b> follow <see cref="ObjectKey"/>; another key is refused with <c>Invalid</c> before anything happens.
/// A key must not be a "directory" of another key (<c>a</c> beside <c>a/b</c>): a bucket can hold both, a directory
/// can't, and Granary never makes such names.</para>
/// <para><b>Atomicity.</b> An object is absent or whole: no reader, listing or crash ever shows a part of one. What a
/// method has answered survives the loss of the process and, as far as the store promises it, of power.</para>
/// <para><b>Consistency.</b> Every read and listing that starts after a write was answered sees it.</para>
/// <para><b>Errors.</b> <see cref="Granary.Grains.Interfaces.Errors.GranaryException"/> with kind <c>Invalid</c> (the
/// key, the range, the credentials or the bucket are wrong: repeating is useless), <c>NotFound</c>, <c>Unavailable</c>
/// (time-out, reset, overload: may be repeated; a write may have happened) or SQLSTATE 53100 (disk full). A cancelled
/// token gives <see cref="OperationCanceledException"/>, and a write may then have happened.</para>
/// <para><b>Time.</b> Every call ends in bounded time, also when the other side stops in the middle of a body.</para>
/// <para>All members are safe for concurrent use.</para>
/// </remarks>
public interface IObjectStore
{
    /// <summary>Where the store is, for messages to people: "directory /data" or "bucket b at http://…". No secrets.</summary>
    string Location { get; }

    /// <summary>
    /// Writes the object, replacing what was there. Of two racing writers one wins whole. The body's memory is only read
    /// until the task ends and stays the caller's; a body's file must not be changed afterwards (a directory store
    /// may link to it) but may be deleted. Safe to repeat.
    /// </summary>
    Task PutAsync(string key, ObjectBody body, CancellationToken cancellationToken);

    /// <summary>
    /// Creates the object if no object has that key. Of any number of racing calls at most one is answered
    /// <see cref="PutIfAbsentResult.Created"/>. This is the only way in which Granary decides a race; nobody
    /// may repeat it blindly, since a repeated call can meet its own success.
    /// </summary>
    /// <returns>
    /// <see cref="PutIfAbsentResult.AlreadyExists"/> when another object was there; <see cref="PutIfAbsentResult.Unknown"/>
    /// when the answer was lost (time-out, reset, 5xx): the object may have been created by this call, or may still
    /// be. Then, and after AlreadyExists, read the key back and compare a nonce in the body.
    /// </returns>
    Task<PutIfAbsentResult> PutIfAbsentAsync(string key, ReadOnlyMemory<byte> body, CancellationToken cancellationToken);

    /// <summary>Reads the whole object into memory, or null when it is absent. The answer must not be written to.</summary>
    Task<ReadOnlyMemory<byte>?> TryGetAsync(string key, CancellationToken cancellationToken);

    /// <summary>
    /// Reads exactly <paramref name="length"/> bytes from <paramref name="offset"/>. An absent object is <c>NotFound</c>;
    /// a range that isn't wholly inside the object is <c>Invalid</c>. Only that range is transferred.
    /// </summary>
    Task<ReadOnlyMemory<byte>> GetRangeAsync(string key, long offset, int length, CancellationToken cancellationToken);

    /// <summary>
    /// Writes the object to a new file and returns its size. An absent object is <c>NotFound</c>. The file must not exist;
    /// after any failure it doesn't exist either. The file is not synced to disk: it is a copy.
    /// </summary>
    Task<long> DownloadAsync(string key, string filePath, CancellationToken cancellationToken);

    /// <summary>The object's size and time, or null when it is absent.</summary>
    Task<ObjectInfo?> TryHeadAsync(string key, CancellationToken cancellationToken);

    /// <summary>
    /// All objects whose key begins with <paramref name="prefix"/> (any string, also half a name), in the order of the
    /// keys' UTF-8 bytes, only those after <paramref name="startAfter"/> if given. Objects written or deleted
    /// while the listing runs may or may not be in it; all others are in it once.
    /// </summary>
    IAsyncEnumerable<ObjectInfo> ListAsync(string prefix, string? startAfter, CancellationToken cancellationToken);

    /// <summary>Deletes the object. An absent one is no error. Safe to repeat.</summary>
    Task DeleteAsync(string key, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes many objects with few requests. Not atomic: after an error some may be gone and the rest may be
    /// deleted by repeating the whole call.
    /// </summary>
    Task DeleteManyAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken);

    /// <summary>
    /// The path under which the object can be read in place, if this store keeps its objects as local files; null
    /// otherwise. Whether the object exists isn't checked. The file must never be written to.
    /// </summary>
    string? TryGetLocalPath(string key);
}
