using Granary.Engine.ObjectStores;

namespace Granary.Engine.Delta;

/// <summary>What a log's folder holds from some version on.</summary>
internal sealed class LogListing
{
    private readonly SortedSet<long> _commits = [];
    private readonly SortedDictionary<long, List<LogObjectName>> _checkpointFiles = [];

    private LogListing()
    {
    }

    public bool IsEmpty => _commits.Count == 0 && _checkpointFiles.Count == 0;

    /// <summary>Only those of which all files are there.</summary>
    public IEnumerable<LogCheckpointReference> LogCheckpointsNewestFirst =>
        from pair in _checkpointFiles.Reverse()
        from set in pair.Value.GroupBy(file => file.PartCount)
        where set.Select(file => file.Part).Distinct().Count() == set.Key
        orderby pair.Key descending, set.Key
        select new LogCheckpointReference(pair.Key, set.Key);

    public static async Task<LogListing> ReadAsync(
        IObjectStore store, TablePaths paths, long fromVersion, CancellationToken cancellationToken)
    {
        var listing = new LogListing();
        // "N" sorts before all of N's names
        var startAfter = paths.Commit(fromVersion)[..^".json".Length];
        await foreach (var info in store.ListAsync(paths.LogRoot, startAfter, cancellationToken))
        {
            if (paths.TryParseLogObject(info.Key) is not { } name) continue;
            if (name.Kind == LogObjectKind.Commit) listing._commits.Add(name.Version);
            else listing.AddCheckpointFile(name);
        }
        return listing;
    }

    public bool HasCommit(long version) => _commits.Contains(version);

    public IEnumerable<long> CommitsAfter(long version) => _commits.Where(commit => commit > version);

    public string DescribeGap() => _commits.Count > 0
        ? $"its first commit is {_commits.Min}, and no readable log checkpoint covers those before it."
        : "it has parts of log checkpoints, but no commit and no whole log checkpoint.";

    private void AddCheckpointFile(LogObjectName name)
    {
        if (!_checkpointFiles.TryGetValue(name.Version, out var files)) _checkpointFiles[name.Version] = files = [];
        files.Add(name);
    }
}
