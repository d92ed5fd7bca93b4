using System.Diagnostics.CodeAnalysis;

namespace Granary.Engine.DuckDb;

/// <summary>The least recently used prepared statements of one connection, by text. Not safe for threads, as its connection.</summary>
internal sealed class PreparedStatementCache(int capacity) : IDisposable
{
    private readonly Dictionary<string, LinkedListNode<(string Sql, DuckDbStatement Statement)>> _nodes = [];
    private readonly LinkedList<(string Sql, DuckDbStatement Statement)> _byUse = [];

    public int Count => _nodes.Count;

    public bool TryGet(string sql, [NotNullWhen(true)] out DuckDbStatement? statement)
    {
        statement = null;
        if (!_nodes.TryGetValue(sql, out LinkedListNode<(string Sql, DuckDbStatement Statement)>? node))
            return false;

        _byUse.Remove(node);
        _byUse.AddFirst(node);
        statement = node.Value.Statement;
        return true;
    }

    public void Add(string sql, DuckDbStatement statement)
    {
        while (_nodes.Count >= capacity)
            RemoveOldest();

        _nodes.Add(sql, _byUse.AddFirst((sql, statement)));
    }

    /// <summary>Forgets a statement, for example because it can no longer be run.</summary>
    public void Remove(string sql)
    {
        if (!_nodes.Remove(sql, out LinkedListNode<(string Sql, DuckDbStatement Statement)>? node))
            return;

        _byUse.Remove(node);
        node.Value.Statement.Dispose();
    }

    public void Dispose()
    {
        while (_nodes.Count > 0)
            RemoveOldest();
    }

    private void RemoveOldest() => Remove(_byUse.Last!.Value.Sql);
}
