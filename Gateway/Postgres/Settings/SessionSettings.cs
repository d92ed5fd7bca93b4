using System.Collections.Immutable;
using Granary.Sql.Catalog.Facts;

namespace Granary.Gateway.Postgres.Settings;

/// <summary>
/// One session's settings. Values lie in layers: those of SET LOCAL over those of SET over those of the start-up packet
/// over the server's. The first two layers are immutable maps, so that a transaction or savepoint remembers them by
/// keeping them and a rollback puts them back. One user: the session.
/// </summary>
internal sealed class SessionSettings(SettingDefinitions definitions)
{
    private static readonly ImmutableDictionary<string, string> Empty =
        ImmutableDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase);

    private readonly Dictionary<string, string> _startup = new(StringComparer.OrdinalIgnoreCase);
    private Layers _layers = new(Empty, Empty);

    /// <summary>Rises with each change, so that what is derived from settings knows when it is old.</summary>
    public int Version { get; private set; }

    /// <summary>Sets a value that RESET comes back to: from the start-up packet.</summary>
    public void SetStartup(string name, string value)
    {
        var fact = Settable(name, atStart: true);
        _startup[NameOf(fact, name)] = fact is null ? value : SettingValues.Normalize(fact, value, Get(name)!);
        Version++;
    }

    /// <summary>Sets a fact of the session, such as who logged in.</summary>
    public void SetFact(string name, string value)
    {
        _startup[name] = value;
        Version++;
    }

    /// <summary>SET and SET LOCAL.</summary>
    public string Set(string name, string value, bool isLocal)
    {
        var fact = Settable(name, atStart: false);
        var normal = fact is null ? value : SettingValues.Normalize(fact, value, Get(name)!);
        Put(NameOf(fact, name), normal, isLocal);
        return normal;
    }

    /// <summary>SET … TO DEFAULT and RESET.</summary>
    public void Reset(string name, bool isLocal)
    {
        var fact = Settable(name, atStart: false);
        var key = NameOf(fact, name);
        if (isLocal) Put(key, ResetValue(key), isLocal: true);
        else _layers = new Layers(_layers.Session.Remove(key), _layers.Local.Remove(key));
        Version++;
    }

    /// <summary>RESET ALL; as in PostgreSQL it leaves role and transaction modes alone.</summary>
    public void ResetAll()
    {
        _layers = new Layers(Empty, Empty);
        Version++;
    }

    /// <summary>A setting's present value in its own unit; null when there is none of that name.</summary>
    public string? Get(string name)
    {
        if (_layers.Local.TryGetValue(name, out var value) || _layers.Session.TryGetValue(name, out value) ||
            _startup.TryGetValue(name, out value)) return value;
        return definitions.Find(name) is { } fact ? definitions.DefaultOf(fact) : null;
    }

    /// <summary>A setting as SHOW gives it, with a unit.</summary>
    public string? Show(string name)
    {
        var value = Get(name);
        var fact = definitions.Find(name);
        if (value is null || fact?.Unit is null || fact.Kind != "integer" || !long.TryParse(value, out var number)) return value;
        return SettingUnits.Format(number, fact.Unit);
    }

    /// <summary>What a rollback needs.</summary>
    public Layers Remember() => _layers;

    /// <summary>Puts back what was remembered: a rollback.</summary>
    public void Restore(Layers layers)
    {
        if (layers == _layers) return;
        _layers = layers;
        Version++;
    }

    /// <summary>Ends the life of SET LOCAL: a commit.</summary>
    public void DropLocal()
    {
        if (_layers.Local.IsEmpty) return;
        _layers = _layers with { Local = Empty };
        Version++;
    }

    public IEnumerable<SettingFact> Listed => definitions.Listed;

    private void Put(string key, string value, bool isLocal)
    {
        _layers = isLocal ? _layers with { Local = _layers.Local.SetItem(key, value) }
            : new Layers(_layers.Session.SetItem(key, value), _layers.Local.Remove(key));
        Version++;
    }

    private string ResetValue(string key) =>
        _startup.TryGetValue(key, out var value) ? value : definitions.Find(key) is { } fact ? definitions.DefaultOf(fact) : "";

    private static string NameOf(SettingFact? fact, string name) => fact?.Name ?? name;

    /// <summary>The fact about a setting that may be set; null for a custom one, whose name has two parts.</summary>
    private SettingFact? Settable(string name, bool atStart)
    {
        var fact = definitions.Find(name);
        if (fact is null)
        {
            if (!name.Contains('.')) throw SettingErrors.Unknown(name);
            return IsCustomName(name) ? null : throw SettingErrors.InvalidName(name);
        }

        var allowed = fact.Context is "user" or "superuser" || (atStart && fact.Context is "backend" or "superuser-backend");
        return allowed ? fact : throw SettingErrors.Fixed(fact.Name, fact.Context);
    }

    private static bool IsCustomName(string name) => name.Split('.').All(part =>
        part.Length > 0 && (char.IsLetter(part[0]) || part[0] == '_') && part.All(letter => char.IsLetterOrDigit(letter) || letter is '_' or '$'));

    /// <summary>The layers that statements change.</summary>
    internal sealed record Layers(ImmutableDictionary<string, string> Session, ImmutableDictionary<string, string> Local);
}
