using Granary.Grains.Interfaces.Errors;

namespace Granary.Gateway.Postgres.Statements;

/// <summary>A session's portals by name; SQL's cursors are among them.</summary>
internal sealed class Portals
{
    private const int MaxPortals = 1000;

    private readonly Dictionary<string, Portal> _portals = new(StringComparer.Ordinal);

    public IReadOnlyCollection<Portal> All => _portals.Values;

    public async ValueTask AddAsync(Portal portal)
    {
        if (portal.Name.Length == 0) await RemoveAsync("");
        if (_portals.ContainsKey(portal.Name))
        {
            throw new GranaryException(ErrorKind.AlreadyExists, SqlState.DuplicateCursor,
                portal.IsCursor ? $"cursor \"{portal.Name}\" already exists" : $"portal \"{portal.Name}\" already exists");
        }

        if (_portals.Count >= MaxPortals)
            throw new GranaryException(ErrorKind.Exhausted, SqlState.OutOfMemory, $"a session can have at most {MaxPortals} portals");
        _portals.Add(portal.Name, portal);
    }

    public Portal? Find(string name) => _portals.GetValueOrDefault(name);

    public Portal Get(string name) => Find(name)
        ?? throw new GranaryException(ErrorKind.NotFound, SqlState.InvalidCursorName, $"portal \"{name}\" does not exist");

    public Portal GetCursor(string name) => Find(name)
        ?? throw new GranaryException(ErrorKind.NotFound, SqlState.InvalidCursorName, $"cursor \"{name}\" does not exist");

    public async ValueTask<bool> RemoveAsync(string name)
    {
        if (!_portals.Remove(name, out var portal)) return false;
        await portal.DisposeAsync();
        return true;
    }

    /// <summary>Closes those that end with the transaction, or all.</summary>
    public async ValueTask RemoveAllAsync(bool keepHeld)
    {
        if (_portals.Count == 0) return;
        foreach (var portal in _portals.Values.Where(portal => !(keepHeld && portal.IsHeld)).ToArray())
        {
            _portals.Remove(portal.Name);
            await portal.DisposeAsync();
        }
    }
}
