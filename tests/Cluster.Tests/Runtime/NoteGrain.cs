using Granary.Runtime;
using Granary.Runtime.Membership;

namespace Granary.Cluster.Tests.Runtime;

internal sealed class NoteGrain(IGrainContext context, NoteStore store, IMembership membership) : Grain(context), INoteGrain
{
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        store.Open(GrainContext.GrainId.Key, GrainContext.Epoch);
    }

    public async Task<Where> WhereAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        return new Where(membership.Local.Endpoint, GrainContext.Epoch);
    }

    public async Task<int> WriteAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        return store.Write(GrainContext.GrainId.Key, GrainContext.Epoch);
    }
}
