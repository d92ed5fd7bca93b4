using System.Collections.Concurrent;

namespace Granary.Engine.WriteAheadLog.Postgres;

/// <summary>The grains that this process has acquired, and what they have released but PostgreSQL doesn't know yet. Safe for concurrent use.</summary>
internal sealed class PostgresWalGrains
{
    private readonly ConcurrentDictionary<string, Standing> _grains = new();

    public void Enter(string grainKey, long epoch) =>
        _grains.AddOrUpdate(grainKey, _ => new Standing(epoch, 0, 0), (_, old) => old.Epoch >= epoch ? old : new Standing(epoch, 0, 0));

    /// <summary>The last sequence that the present owner has released, or 0.</summary>
    public long Released(string grainKey) => _grains.GetValueOrDefault(grainKey)?.Released ?? 0;

    public void Release(string grainKey, long epoch, long upToSequence)
    {
        while (_grains.TryGetValue(grainKey, out var old) && old.Epoch == epoch && old.Released < upToSequence)
            if (_grains.TryUpdate(grainKey, old with { Released = upToSequence }, old)) return;
    }

    public void Leave(string grainKey, long epoch)
    {
        while (_grains.TryGetValue(grainKey, out var standing) && standing.Epoch == epoch)
            if (_grains.TryRemove(KeyValuePair.Create(grainKey, standing))) return;
    }

    /// <summary>The releases that aren't written yet.</summary>
    public IReadOnlyList<Unwritten> FindUnwritten() =>
        [.. _grains.Where(grain => grain.Value.Released > grain.Value.Written)
            .Select(grain => new Unwritten(grain.Key, grain.Value.Epoch, grain.Value.Released))];

    /// <summary>These are in PostgreSQL now.</summary>
    public void Written(IReadOnlyList<Unwritten> releases)
    {
        foreach (var release in releases)
        {
            while (_grains.TryGetValue(release.GrainKey, out var old) && old.Epoch == release.Epoch)
                if (_grains.TryUpdate(release.GrainKey, old with { Written = release.Sequence }, old)) break;
        }
    }

    /// <summary>A release to be written.</summary>
    internal sealed record Unwritten(string GrainKey, long Epoch, long Sequence);

    private sealed record Standing(long Epoch, long Released, long Written);
}
