using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Query;

namespace Granary.Grains;

/// <summary>A result with warnings of the calls that prepared it.</summary>
internal sealed class WarnedResult(IQueryResult result, IReadOnlyList<string> warnings) : IQueryResult
{
    public IReadOnlyList<string> Warnings => [.. warnings, .. result.Warnings];

    public ValueTask<ColumnBatch?> ReadAsync(CancellationToken cancellationToken) => result.ReadAsync(cancellationToken);

    public ValueTask DisposeAsync() => result.DisposeAsync();
}
