using System.ComponentModel.DataAnnotations;

namespace Granary.Engine;

/// <summary>Where the engine keeps files that need not survive the process.</summary>
public sealed class EngineDirectories
{
    /// <summary>Segments that are being encoded; emptied at start.</summary>
    [Required]
    public string Staging { get; set; } = "data/staging";

    /// <summary>What statements spill.</summary>
    [Required]
    public string Spill { get; set; } = "data/spill";
}
