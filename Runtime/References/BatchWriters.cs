using System.Collections.Concurrent;
using Granary.Grains.Interfaces.Ingest;

namespace Granary.Runtime.References;

/// <summary>
/// The writers under whose names this process appends: one for each append that runs, used again when it has been answered. A
/// writer whose append has failed is never used again, since its request may still arrive somewhere. Thread-safe.
/// </summary>
internal sealed class BatchWriters(TimeProvider time)
{
    private readonly ConcurrentBag<BatchId> _idle = [];

    /// <summary>An id that no other request has, from a writer that waits for no other.</summary>
    public BatchId Take() => _idle.TryTake(out var last)
        ? last with { Number = last.Number + 1 }
        : new BatchId(Guid.CreateVersion7(time.GetUtcNow()), 1);

    /// <summary>The request has been answered: its writer is free.</summary>
    public void Answered(BatchId id) => _idle.Add(id);
}
