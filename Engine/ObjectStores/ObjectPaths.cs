using System.Globalization;
using System.Text;
using Granary.Grains.Interfaces;

namespace Granary.Engine.ObjectStores;

/// <summary>
/// The names of all objects: <c>{prefix}/projects/{project}/{table}/…</c>. No object's name is made anywhere else.
/// </summary>
/// <remarks>
/// Project and table names are data of users: every byte outside <c>[A-Za-z0-9_.-]</c> is written as <c>%XX</c>, and so
/// is a dot that begins a name, so that no name is "." or "..", hidden, or able to leave its place. Two names never
/// give one path, and <see cref="DecodeName"/> gives the name back.
/// </remarks>
public sealed class ObjectPaths
{
    /// <summary>What ordinary file systems allow for one name.</summary>
    private const int MaxEncodedLength = 255;

    private readonly string _projectsRoot;

    /// <param name="prefix">What all keys begin with, without slashes at its ends; may be empty.</param>
    public ObjectPaths(string prefix)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        if (prefix.Length > 0) ObjectKey.Validate(prefix);
        _projectsRoot = prefix.Length == 0 ? "projects/" : prefix + "/projects/";
    }

    /// <summary>What the keys of all projects begin with.</summary>
    public string ProjectsRoot => _projectsRoot;

    /// <summary>What the keys of all tables of a project begin with.</summary>
    public string ProjectRoot(ProjectId project) => $"{_projectsRoot}{EncodeName(project.Value)}/";

    /// <summary>The names of one table's objects.</summary>
    public TablePaths ForTable(TableId table) => new(ProjectRoot(table.Project) + EncodeName(table.Table) + "/");

    /// <summary>The table that an object belongs to, or null for an object that belongs to none.</summary>
    public TableId? TryParseTable(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (!key.StartsWith(_projectsRoot, StringComparison.Ordinal)) return null;
        var parts = key[_projectsRoot.Length..].Split('/', 3);
        return parts.Length == 3 ? new TableId(new ProjectId(DecodeName(parts[0])), DecodeName(parts[1])) : null;
    }

    /// <summary>The form in which a user's name stands in a key; <c>Invalid</c> when that is over 255 bytes.</summary>
    public static string EncodeName(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var encoded = new StringBuilder(name.Length);
        foreach (var b in Encoding.UTF8.GetBytes(name))
        {
            var isPlain = char.IsAsciiLetterOrDigit((char)b) || b is (byte)'_' or (byte)'-'
                || (b == (byte)'.' && encoded.Length > 0);
            if (isPlain) encoded.Append((char)b);
            else encoded.Append('%').Append(b.ToString("X2", CultureInfo.InvariantCulture));
        }
        return encoded.Length <= MaxEncodedLength
            ? encoded.ToString()
            : throw ObjectStoreErrors.BadKey(name, "its letters, as %XX where needed, come to more than 255 bytes");
    }

    /// <summary>The name that <see cref="EncodeName"/> was given.</summary>
    public static string DecodeName(string encoded) => Uri.UnescapeDataString(encoded);
}
