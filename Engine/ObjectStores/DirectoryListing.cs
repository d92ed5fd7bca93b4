namespace Granary.Engine.ObjectStores;

/// <summary>
/// Walks a directory tree in the order of S3's listings, where a directory counts as its name with a slash behind it,
/// and enters no directory that can't hold a wanted key.
/// </summary>
internal sealed class DirectoryListing(string rootPath, string prefix, string? startAfter)
{
    public IEnumerable<ObjectInfo> Enumerate()
    {
        var slash = prefix.LastIndexOf('/');
        return Enumerate(slash < 0 ? "" : prefix[..(slash + 1)]);
    }

    /// <param name="directoryKey">Empty for the root, else a key that ends with a slash.</param>
    private IEnumerable<ObjectInfo> Enumerate(string directoryKey)
    {
        foreach (var (key, file) in ReadEntries(directoryKey))
        {
            if (file is null)
            {
                foreach (var info in Enumerate(key)) yield return info;
            }
            else if (TryDescribe(key, file) is { } info)
            {
                yield return info;
            }
        }
    }

    private List<(string Key, FileInfo? File)> ReadEntries(string directoryKey)
    {
        var entries = new List<(string Key, FileInfo? File)>();
        var directory = new DirectoryInfo(Path.Combine(rootPath, directoryKey));
        if (!directory.Exists) return entries;
        foreach (var entry in directory.EnumerateFileSystemInfos())
        {
            if (directoryKey.Length == 0 && entry.Name == DurableDirectory.TemporaryName) continue;
            var isDirectory = entry is DirectoryInfo;
            var key = directoryKey + entry.Name + (isDirectory ? "/" : "");
            if (isDirectory ? MayHoldWanted(key) : IsWanted(key)) entries.Add((key, entry as FileInfo));
        }
        entries.Sort((left, right) => ObjectKey.Compare(left.Key, right.Key));
        return entries;
    }

    private bool IsWanted(string key) =>
        key.StartsWith(prefix, StringComparison.Ordinal) && (startAfter is null || ObjectKey.Compare(key, startAfter) > 0);

    private bool MayHoldWanted(string directoryKey)
    {
        var underPrefix = directoryKey.StartsWith(prefix, StringComparison.Ordinal)
            || prefix.StartsWith(directoryKey, StringComparison.Ordinal);
        if (!underPrefix || startAfter is null) return underPrefix;
        return startAfter.StartsWith(directoryKey, StringComparison.Ordinal)
            || ObjectKey.Compare(directoryKey, startAfter) > 0;
    }

    /// <summary>Null when the file was deleted since the directory was read.</summary>
    private static ObjectInfo? TryDescribe(string key, FileInfo file)
    {
        try
        {
            file.Refresh();
            return file.Exists ? new ObjectInfo(key, file.Length, file.LastWriteTimeUtc) : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
