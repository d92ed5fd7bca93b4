namespace Granary.Grains.Interfaces;

/// <summary>A table of a project: the identity of one table grain.</summary>
/// <param name="Project">The project.</param>
/// <param name="Table">The table's name, folded as PostgreSQL folds identifiers.</param>
public readonly record struct TableId(ProjectId Project, string Table)
{
    /// <summary>The grain's key, `project/table`. A table's name holds no slash, so the last one divides.</summary>
    public string GrainKey => $"{Project.Value}/{Table}";

    /// <summary>Reads a grain's key back.</summary>
    /// <param name="key">What <see cref="GrainKey"/> gave.</param>
    /// <exception cref="FormatException">The key holds no slash.</exception>
    public static TableId Parse(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var slash = key.LastIndexOf('/');
        if (slash < 0) throw new FormatException($"'{key}' is not a table grain's key");
        return new TableId(new ProjectId(key[..slash]), key[(slash + 1)..]);
    }

    /// <inheritdoc/>
    public override string ToString() => GrainKey;
}
