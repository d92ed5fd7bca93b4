namespace Granary.Runtime.Timers;

/// <summary>When a grain timer runs.</summary>
/// <param name="DueTime">Until the first run.</param>
/// <param name="Period">From the end of a run to the beginning of the next, so that slow runs never pile up.</param>
public readonly record struct GrainTimerOptions(TimeSpan DueTime, TimeSpan Period);
