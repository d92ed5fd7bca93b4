using Granary.Engine.ObjectStores;

namespace Granary.Engine.Delta;

/// <summary>A log checkpoint whose files are all there.</summary>
internal readonly record struct LogCheckpointReference(long Version, int PartCount)
{
    public IEnumerable<string> Keys(TablePaths paths)
    {
        if (PartCount == 1) return [paths.LogCheckpoint(Version)];
        var (version, count) = this;
        return Enumerable.Range(1, count).Select(part => paths.LogCheckpointPart(version, part, count));
    }
}
