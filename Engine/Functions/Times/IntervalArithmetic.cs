using Granary.Engine.DuckDb;
using Granary.Engine.DuckDb.Native;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Errors;
using Granary.Grains.Interfaces.Values.Times;

namespace Granary.Engine.Functions.Times;

/// <summary>Intervals times and divided by numbers, and their justification (timestamp.c).</summary>
internal static class IntervalArithmetic
{
    private const int DaysPerMonth = 30;
    private const double SecondsPerDay = 86400;

    private static readonly DuckDbType IntervalType = new(DuckDbTypeId.Interval);

    private delegate Interval Change(Interval value);

    private delegate double Scaling(double part);

    public static void Register(DuckDbConnection connection)
    {
        ScalarFunction.Register(connection, "pg_interval_multiply", OfNumber((value, factor) => Scale(value, part => part * factor)));
        ScalarFunction.Register(connection, "pg_interval_divide", OfNumber((value, divisor) => divisor == 0
            ? throw FunctionErrors.Of(SqlState.DivisionByZero, "division by zero")
            : Scale(value, part => part / divisor)));
        ScalarFunction.Register(connection, "pg_justify_hours", Of(JustifyHours));
        ScalarFunction.Register(connection, "pg_justify_days", Of(JustifyDays));
    }

    private static ScalarOverload OfNumber(Func<Interval, double, Interval> body) => new([IntervalType, DuckDbType.Double], IntervalType, (arguments, result) =>
    {
        var intervals = arguments[0].Values<Interval>(arguments.RowCount);
        var numbers = arguments[1].Values<double>(arguments.RowCount);
        var values = result.Values<Interval>(arguments.RowCount);
        for (var row = 0; row < values.Length; row++)
            if (!arguments.IsNull(row)) values[row] = body(intervals[row], numbers[row]);
    });

    private static ScalarOverload Of(Change change) => new([IntervalType], IntervalType, (arguments, result) =>
    {
        var intervals = arguments[0].Values<Interval>(arguments.RowCount);
        var values = result.Values<Interval>(arguments.RowCount);
        for (var row = 0; row < values.Length; row++)
            if (!arguments.IsNull(row)) values[row] = change(intervals[row]);
    });

    // interval_mul: fractions of months become days of thirty, fractions of days time
    private static Interval Scale(Interval value, Scaling scale)
    {
        var months = ToInt(scale(value.Months));
        var days = ToInt(scale(value.Days));
        var restDays = Round((scale(value.Months) - months) * DaysPerMonth);
        var restSeconds = Round((scale(value.Days) - days + restDays - (int)restDays) * SecondsPerDay);
        if (Math.Abs(restSeconds) >= SecondsPerDay)
        {
            days += (int)(restSeconds / SecondsPerDay);
            restSeconds -= (int)(restSeconds / SecondsPerDay) * SecondsPerDay;
        }

        var time = Math.Round(scale(value.Microseconds) + restSeconds * Micros.PerSecond, MidpointRounding.ToEven);
        if (!(Math.Abs(time) < 9.2233720368547748e18)) throw OutOfRange();
        return new Interval(months, days + (int)restDays, (long)time);
    }

    private static int ToInt(double value) => value is > int.MinValue - 1.0 and < int.MaxValue + 1.0 ? (int)value : throw OutOfRange();

    private static double Round(double value) => Math.Round(value * 1e6, MidpointRounding.ToEven) / 1e6;

    private static Interval JustifyHours(Interval value)
    {
        var days = value.Days + (int)(value.Microseconds / Micros.PerDay);
        var time = value.Microseconds % Micros.PerDay;
        if (days > 0 && time < 0) (days, time) = (days - 1, time + Micros.PerDay);
        else if (days < 0 && time > 0) (days, time) = (days + 1, time - Micros.PerDay);
        return new Interval(value.Months, days, time);
    }

    private static Interval JustifyDays(Interval value)
    {
        var months = value.Months + value.Days / DaysPerMonth;
        var days = value.Days % DaysPerMonth;
        if (months > 0 && days < 0) (months, days) = (months - 1, days + DaysPerMonth);
        else if (months < 0 && days > 0) (months, days) = (months + 1, days - DaysPerMonth);
        return new Interval(months, days, value.Microseconds);
    }

    private static FormatException OutOfRange() => FunctionErrors.Of(SqlState.DatetimeFieldOverflow, "interval out of range");
}
