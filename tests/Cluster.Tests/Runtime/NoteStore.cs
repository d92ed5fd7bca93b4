using System.Collections.Concurrent;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Cluster.Tests.Runtime;

/// <summary>What all silos' grains write to: keeps the highest epoch seen for each grain, and refuses a write of a lower one, as the log does.</summary>
internal sealed class NoteStore
{
    private readonly ConcurrentDictionary<string, (long Epoch, int Count)> _notes = new();

    public void Open(string key, long epoch) => Change(key, epoch, 0);

    public int Write(string key, long epoch) => Change(key, epoch, 1);

    public int Count(string key) => _notes.GetValueOrDefault(key).Count;

    private int Change(string key, long epoch, int added) => _notes.AddOrUpdate(
        key,
        _ => (epoch, added),
        (_, old) => epoch >= old.Epoch
            ? (epoch, old.Count + added)
            : throw new GranaryException(ErrorKind.Fenced, $"{key}: epoch {old.Epoch} over {epoch}")).Count;
}
