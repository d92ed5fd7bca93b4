using Granary.Engine.Delta;
using Granary.Engine.Delta.Actions;

namespace Granary.Engine.Tests.Delta;

/// <summary>Log checkpoints as JSON lines, for tests of the log that don't want DuckDB.</summary>
internal sealed class JsonLogCheckpointFormat : ILogCheckpointFormat
{
    public Task WriteAsync(IReadOnlyList<DeltaAction> actions, string filePath, CancellationToken cancellationToken) =>
        File.WriteAllBytesAsync(filePath, ActionWriter.Write(actions), cancellationToken);

    public async Task<IReadOnlyList<DeltaAction>> ReadAsync(string filePath, CancellationToken cancellationToken) =>
        ActionReader.Read(await File.ReadAllBytesAsync(filePath, cancellationToken));
}
