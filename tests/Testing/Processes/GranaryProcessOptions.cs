namespace Granary.Testing.Processes;

/// <summary>How to start the program in a test.</summary>
public sealed record GranaryProcessOptions
{
    /// <summary>GRANARY_DATA_DIR.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Further variables. The test's own AWS_*, GRANARY_*, OTEL_* and other variables of the program are not inherited.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>PGWIRE_PORT; 0 takes a free one, which the program then names.</summary>
    public int PostgresPort { get; init; }

    /// <summary>PORT; 0 takes a free one, which the program then names.</summary>
    public int HttpPort { get; init; }

    /// <summary>How long a start, an exit and each other wait may take before the test fails.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A command put in front, such as `prlimit --fsize=…`, or empty.</summary>
    public IReadOnlyList<string> Wrapper { get; init; } = [];

    /// <summary>The program's file; another one than was built to test what a broken installation says.</summary>
    public string Program { get; init; } = Repository.SiloProgram;
}
