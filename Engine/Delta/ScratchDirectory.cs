namespace Granary.Engine.Delta;

/// <summary>A directory of its own for files that live as long as a method.</summary>
internal sealed class ScratchDirectory : IDisposable
{
    /// <summary>All of them lie below this one, which the checkpoint format's DuckDB may read and write.</summary>
    public static readonly string Root = Path.Combine(Path.GetTempPath(), "granary-scratch");

    private readonly DirectoryInfo _directory;

    public ScratchDirectory()
    {
        Directory.CreateDirectory(Root);
        _directory = Directory.CreateDirectory(Path.Combine(Root, Path.GetRandomFileName()));
    }

    public string PathOf(string name) => Path.Combine(_directory.FullName, name);

    public void Dispose() => _directory.Delete(recursive: true);
}
