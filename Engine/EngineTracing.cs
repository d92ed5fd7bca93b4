using System.Diagnostics;
using Granary.Grains.Interfaces;

namespace Granary.Engine;

/// <summary>The engine's spans: flushes, and the commits in them.</summary>
internal static class EngineTracing
{
    private static readonly ActivitySource Source = new("Granary.Engine");

    /// <summary>Begins the span of a flush, or gives null when nobody listens.</summary>
    public static Activity? Flush(TableId table, long rows) => Begin("flush", table)?.SetTag("granary.rows", rows);

    /// <summary>Begins the span of a commit of the Delta log, its repetitions included.</summary>
    public static Activity? Commit(TableId table, string operation) => Begin("commit", table)?.SetTag("granary.operation", operation);

    private static Activity? Begin(string name, TableId table) =>
        Source.StartActivity(name)?.SetTag("granary.project", table.Project.Value).SetTag("granary.table", table.Table);
}
