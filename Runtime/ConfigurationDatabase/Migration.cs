using System.Globalization;
using System.Reflection;

namespace Granary.Runtime.ConfigurationDatabase;

/// <summary>One numbered step of the schema, embedded in the program as `0001-name.sql`. A released one is never changed.</summary>
/// <param name="Version">Its number; they run in its order, without a hole.</param>
/// <param name="Name">What the file's name says.</param>
/// <param name="Sql">Its statements.</param>
internal sealed record Migration(int Version, string Name, string Sql)
{
    /// <summary>All that this program knows.</summary>
    public static IReadOnlyList<Migration> All { get; } = Load(typeof(Migration).Assembly);

    private static List<Migration> Load(Assembly assembly)
    {
        var all = assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => Read(assembly, name))
            .ToList();
        for (var index = 0; index < all.Count; index++)
        {
            if (all[index].Version != index + 1) throw new InvalidOperationException($"Migration {index + 1} is missing.");
        }
        return all;
    }

    private static Migration Read(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return new Migration(
            int.Parse(resource.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture), resource[5..^".sql".Length], reader.ReadToEnd());
    }
}
