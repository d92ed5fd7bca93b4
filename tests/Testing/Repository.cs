namespace Granary.Testing;

/// <summary>Finds the clone that the tests run in, and what was built there.</summary>
public static class Repository
{
    /// <summary>The folder that holds Cluster.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The program's file, built in the same configuration as the tests; throws when it isn't built.</summary>
    public static string SiloProgram
    {
        get
        {
            // artifacts/bin/<Project>/<configuration>: the tests' own folder names the configuration.
            var configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
            var program = Path.Combine(Root, "artifacts", "bin", "Silo", configuration, "Granary.Silo.dll");
            return File.Exists(program)
                ? program
                : throw new FileNotFoundException($"The silo isn't built: run `dotnet build Silo -c {configuration}` first.", program);
        }
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Cluster.sln"))) return folder.FullName;
        }
        throw new DirectoryNotFoundException($"No Cluster.sln above {AppContext.BaseDirectory}.");
    }
}
