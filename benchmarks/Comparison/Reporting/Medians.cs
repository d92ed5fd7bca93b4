using System.Diagnostics;

namespace Granary.Comparison.Reporting;

/// <summary>Several measurements under one name; the median stands for them.</summary>
internal sealed class Medians
{
    private readonly Dictionary<string, List<double>> _values = [];

    public double this[string name] => _values[name].Order().ElementAt(_values[name].Count / 2);

    public void Add(string name, double value)
    {
        if (!_values.TryGetValue(name, out var list)) _values[name] = list = [];
        list.Add(value);
    }

    /// <summary>Times an action and notes how many units it did in a second.</summary>
    public void Rate(string name, double units, Action action) => Add(name, units / Seconds(action));

    /// <summary>Times an action and notes its milliseconds.</summary>
    public void Milliseconds(string name, Action action) => Add(name, 1_000 * Seconds(action));

    private static double Seconds(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
