namespace Granary.Runtime.Lifecycle;

/// <summary>What this silo is doing, for those who must refuse work at times.</summary>
public interface ISiloStatus
{
    /// <summary>The stage now.</summary>
    SiloStage Stage { get; }

    /// <summary>Time since the process was put together.</summary>
    TimeSpan Uptime { get; }

    /// <summary>Cancelled when draining begins.</summary>
    CancellationToken Draining { get; }

    /// <summary>Ends when the stage is reached or passed.</summary>
    /// <param name="stage">The stage.</param>
    Task ReachedAsync(SiloStage stage);
}
