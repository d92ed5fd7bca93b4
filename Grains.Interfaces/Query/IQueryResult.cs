using Granary.Grains.Interfaces.Columns;

namespace Granary.Grains.Interfaces.Query;

/// <summary>The rows of a running statement. Dispose it always: it holds a place among the running queries, and segments in the cache.</summary>
public interface IQueryResult : IAsyncDisposable
{
    /// <summary>Things the client should know, such as that a part may be stale.</summary>
    IReadOnlyList<string> Warnings { get; }

    /// <summary>
    /// The next rows, or null at the end. The batch is valid until the next call, and its columns have the request's result
    /// types. Nothing is computed far ahead of the reader.
    /// </summary>
    /// <param name="cancellationToken">Interrupts the statement (57014).</param>
    ValueTask<ColumnBatch?> ReadAsync(CancellationToken cancellationToken);
}
