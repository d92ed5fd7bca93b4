using Granary.Engine.Delta.Actions;

namespace Granary.Engine.Delta;

/// <summary>Turns the actions of a log checkpoint into a Parquet file of the Delta protocol's form (classic, V1), and back.</summary>
internal interface ILogCheckpointFormat
{
    /// <summary>Writes a new file; nobody else touches its path.</summary>
    Task WriteAsync(IReadOnlyList<DeltaAction> actions, string filePath, CancellationToken cancellationToken);

    /// <summary>Reads a file of any writer; unknown columns are passed over.</summary>
    /// <exception cref="InvalidDataException">The file is no such Parquet file.</exception>
    Task<IReadOnlyList<DeltaAction>> ReadAsync(string filePath, CancellationToken cancellationToken);
}
