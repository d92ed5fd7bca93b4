namespace Granary.Runtime.Timers;

/// <summary>A running timer of a grain. Disposing ends it: no run begins afterwards, and a running one sees its token cancelled.</summary>
public interface IGrainTimer : IDisposable
{
    /// <summary>Sets when the next run begins and the period after it.</summary>
    /// <param name="dueTime">Until the next run.</param>
    /// <param name="period">From the end of a run to the next.</param>
    void Change(TimeSpan dueTime, TimeSpan period);
}
