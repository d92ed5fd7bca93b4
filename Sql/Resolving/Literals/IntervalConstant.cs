using System.Globalization;
using Granary.Grains.Interfaces.Columns;

namespace Granary.Sql.Resolving.Literals;

/// <summary>The normal form of interval constants: `months days microseconds`.</summary>
internal static class IntervalConstant
{
    public static string Of(Interval value) => string.Create(CultureInfo.InvariantCulture, $"{value.Months} {value.Days} {value.Microseconds}");

    public static Interval Read(string normal)
    {
        var parts = normal.Split(' ');
        return new Interval(int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture), long.Parse(parts[2], CultureInfo.InvariantCulture));
    }
}
