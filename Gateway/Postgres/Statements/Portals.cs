using Granary.Grains.Interfaces.Errors;

namespace Granary.Gateway.Postgres.Statements;

/// <summary>A session's portals by name; SQL's cursors are among them.</summary>
internal sealed class Portals
{
    private const int MaxPortals = 1000;

    private readonly Dictionary<string, Portal> _portals = new(StringComparer.Ordinal);

    private long _added;

    public IReadOnlyCollection<Portal> All => _portals.Values;

    /// <summary>The portal whose rows the running statement sends: an error lets them go at once, though its block stays open.</summary>
    public Portal? Active { get; set; }

    /// <summary>The place behind the last portal, for a savepoint.</summary>
    public long Mark => _added;

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
        portal.Order = ++_added;
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
    public ValueTask RemoveAllAsync(bool keepHeld) =>
        _portals.Count == 0 ? ValueTask.CompletedTask : RemoveWhereAsync(portal => !(keepHeld && portal.IsHeld));

    /// <summary>Closes those that were made behind a mark.</summary>
    public ValueTask RemoveSinceAsync(long mark) => RemoveWhereAsync(portal => portal.Order > mark);

    private async ValueTask RemoveWhereAsync(Func<Portal, bool> isMeant)
    {
        foreach (var portal in _portals.Values.Where(isMeant).ToArray())
        {
            _portals.Remove(portal.Name);
            await portal.DisposeAsync();
        }
    }
}
