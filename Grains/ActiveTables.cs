using System.Collections.Concurrent;
using Granary.Engine;

namespace Granary.Grains;

/// <summary>The engines in memory, for `/status` alone. What they describe is read beside their turns: good enough to look at.</summary>
public sealed class ActiveTables
{
    private readonly ConcurrentDictionary<TableEngine, bool> _engines = new();

    /// <summary>How each stands, by project and table.</summary>
    public IReadOnlyList<TableEngineStatus> Describe() =>
        [.. _engines.Keys.Select(engine => engine.Describe()).OrderBy(status => status.Table.GrainKey, StringComparer.Ordinal)];

    internal void Add(TableEngine engine) => _engines[engine] = true;

    internal void Remove(TableEngine engine) => _engines.TryRemove(engine, out _);
}
