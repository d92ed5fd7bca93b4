namespace Granary.Comparison.Reporting;

/// <summary>Prints one line for each comparison as it is known, and the verdict at the end.</summary>
internal sealed class Report
{
    private int _short;

    public Report() => Console.WriteLine($"{"what",-34} {"Granary",14} {"other",14} {"ratio",7}   bar");

    /// <summary>A rate, of which more is better, against another system's.</summary>
    public void Rate(string what, double granary, double other, double bar) =>
        Line(what, $"{granary:N0}/s", $"{other:N0}/s", granary / other, $">= {bar:0.0}x", granary / other >= bar);

    /// <summary>A time in milliseconds, of which less is better, against the floor's: at most factor × floor + extra.</summary>
    public void Time(string what, double granaryMs, double floorMs, double factor, double extraMs) =>
        Line(what, $"{granaryMs:0.00} ms", $"{floorMs:0.00} ms", granaryMs / floorMs, $"<= {factor:0.0}x + {extraMs:0.0} ms", granaryMs <= factor * floorMs + extraMs);

    /// <summary>A figure that must not pass a limit.</summary>
    public void AtMost(string what, double value, double limit, string unit) =>
        Line(what, $"{value:0.00} {unit}", "", value / limit, $"<= {limit:0.##} {unit}", value <= limit);

    /// <summary>A figure that must reach a limit.</summary>
    public void AtLeast(string what, double value, double limit, string unit) =>
        Line(what, $"{value:0.00} {unit}", "", value / limit, $">= {limit:0.##} {unit}", value >= limit);

    /// <summary>A condition, such as equal answers.</summary>
    public void Condition(string what, bool holds, string detail) => Line(what, detail, "", double.NaN, "equal", holds);

    /// <summary>A figure for the reader, without a bar.</summary>
    public static void Note(string what, string text) => Console.WriteLine($"{what,-34} {text}");

    /// <summary>The last line; the exit code is 0 when no line fell short.</summary>
    public int Finish()
    {
        Console.WriteLine(_short == 0 ? "every line is ok" : $"{_short} lines are short");
        return _short == 0 ? 0 : 1;
    }

    private void Line(string what, string granary, string other, double ratio, string bar, bool holds)
    {
        if (!holds) _short++;
        Console.WriteLine($"{what,-34} {granary,14} {other,14} {ratio,7:0.00}   {bar,-18} {(holds ? "ok" : "short")}");
    }
}
