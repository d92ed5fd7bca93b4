namespace Granary.Grains.Interfaces;

/// <summary>
/// A string-keyed grain. Calls run as turns of one activation, one at a time; where a turn awaits, others may run
/// (reentrant), so a grain's state is consistent at every await. Found by `IGrainFactory.GetGrain&lt;T&gt;(key)` in Runtime.
/// </summary>
public interface IGrain;
