using Granary.Engine.Delta;
using Granary.Engine.Flushing;
using Granary.Engine.Loads;

namespace Granary.Engine;

/// <summary>The settings of table engines.</summary>
public sealed class TableEngineOptions
{
    /// <summary>When rows are flushed.</summary>
    public FlushOptions Flush { get; set; } = new();

    /// <summary>How large statements are loaded.</summary>
    public LoadOptions Loads { get; set; } = new();

    /// <summary>How Delta logs grow.</summary>
    public DeltaLogOptions DeltaLog { get; set; } = new();

    /// <summary>Whether writers repeat appends after a fail-over, so that an activation asks the last commit which were made; costs it one request. Default false.</summary>
    public bool RemembersAppends { get; set; }
}
