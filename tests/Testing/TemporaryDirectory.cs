namespace Granary.Testing;

/// <summary>A new empty directory that goes away with the test.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    /// <summary>Creates it under the system's temporary folder.</summary>
    public TemporaryDirectory() => Path = Directory.CreateTempSubdirectory("granary-test-").FullName;

    /// <summary>The full path.</summary>
    public string Path { get; }

    /// <summary>The full path of something in it.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // The test has deleted it itself.
        }
    }
}
