using Granary.Runtime;

namespace Granary.Cluster.Tests.Runtime;

internal sealed class NoteReference(GrainId grainId, IGrainCaller caller) : INoteGrain
{
    private static readonly GrainMethod<INoteGrain, int, Where> Where =
        new("Where", static (grain, _, token) => grain.WhereAsync(token)) { IsReadOnly = true };

    private static readonly GrainMethod<INoteGrain, int, int> Write =
        new("Write", static (grain, _, token) => grain.WriteAsync(token)) { IsWrite = true };

    public Task<Where> WhereAsync(CancellationToken cancellationToken) => caller.CallAsync(grainId, Where, 0, cancellationToken);

    public Task<int> WriteAsync(CancellationToken cancellationToken) => caller.CallAsync(grainId, Write, 0, cancellationToken);
}
