using System.Diagnostics.CodeAnalysis;

namespace Granary.Engine.DuckDb;

/// <summary>The least recently used objects of one connection, by text; what falls out is disposed. Not safe for threads, as its connection.</summary>
internal sealed class LeastRecentlyUsed<T>(int capacity) : IDisposable
    where T : class, IDisposable
{
    private readonly Dictionary<string, LinkedListNode<(string Key, T Value)>> _nodes = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Key, T Value)> _byUse = [];

    public int Count => _nodes.Count;

    public bool TryGet(string key, [NotNullWhen(true)] out T? value)
    {
        value = null;
        if (!_nodes.TryGetValue(key, out LinkedListNode<(string Key, T Value)>? node))
            return false;

        _byUse.Remove(node);
        _byUse.AddFirst(node);
        value = node.Value.Value;
        return true;
    }

    public void Add(string key, T value)
    {
        while (_nodes.Count >= capacity)
            RemoveOldest();

        _nodes.Add(key, _byUse.AddFirst((key, value)));
    }

    public void Remove(string key)
    {
        if (!_nodes.Remove(key, out LinkedListNode<(string Key, T Value)>? node))
            return;

        _byUse.Remove(node);
        node.Value.Value.Dispose();
    }

    public void Dispose()
    {
        while (_nodes.Count > 0)
            RemoveOldest();
    }

    private void RemoveOldest() => Remove(_byUse.Last!.Value.Key);
}
