namespace Granary.Silo.Configuration;

/// <summary>The directory of all files of this silo. Nobody else may use it while the silo runs; the log's lock sees to that.</summary>
internal sealed class DataDirectory(string path)
{
    /// <summary>The full path.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>The write-ahead log.</summary>
    public string WriteAheadLog => System.IO.Path.Combine(Path, "wal");

    /// <summary>The tables, when there is no bucket.</summary>
    public string Objects => System.IO.Path.Combine(Path, "objects");

    /// <summary>Copies of segments, when there is a bucket.</summary>
    public string Cache => System.IO.Path.Combine(Path, "cache");

    /// <summary>What statements spill; emptied at start.</summary>
    public string Spill => System.IO.Path.Combine(Path, "spill");

    /// <summary>Segments that are being written; emptied at start.</summary>
    public string Staging => System.IO.Path.Combine(Path, "staging");

    /// <summary>Makes the directory and proves that it can be written to; throws <see cref="SetupException"/> when it can't.</summary>
    public void Prepare()
    {
        try
        {
            Directory.CreateDirectory(Path);
            var probe = System.IO.Path.Combine(Path, $".probe-{Environment.ProcessId}");
            using (new FileStream(probe, FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose))
            {
                // Making it was the proof.
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SetupException($"The data directory {Path} (GRANARY_DATA_DIR) can't be written to: {error.Message}", error);
        }
    }
}
