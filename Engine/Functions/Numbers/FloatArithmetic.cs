using System.Numerics;
using Granary.Engine.DuckDb;
using Granary.Engine.DuckDb.Native;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Engine.Functions.Numbers;

/// <summary>Arithmetic of real and double precision with PostgreSQL's errors (float.h): overflow, underflow, division by zero.</summary>
internal static class FloatArithmetic
{
    private delegate T Operation<T>(T left, T right);

    public static void Register(DuckDbConnection connection)
    {
        Register(connection, "pg_float_add", Add, Add);
        Register(connection, "pg_float_subtract", Subtract, Subtract);
        Register(connection, "pg_float_multiply", Multiply, Multiply);
        Register(connection, "pg_float_divide", Divide, Divide);
        ScalarFunction.Register(connection, "pg_float_power", Of<double>(DuckDbTypeId.Double, Power));
        ScalarFunction.Register(connection, "pg_float_exp", new ScalarOverload([DuckDbType.Double], DuckDbType.Double, (arguments, result) =>
        {
            var values = arguments[0].Values<double>(arguments.RowCount);
            var results = result.Values<double>(arguments.RowCount);
            for (var row = 0; row < results.Length; row++)
                if (!arguments.IsNull(row)) results[row] = Exponential(values[row]);
        }));
    }

    private static void Register(DuckDbConnection connection, string name, Operation<float> single, Operation<double> full) =>
        ScalarFunction.Register(connection, name, Of(DuckDbTypeId.Float, single), Of(DuckDbTypeId.Double, full));

    private static ScalarOverload Of<T>(DuckDbTypeId type, Operation<T> operation)
        where T : unmanaged => new([new DuckDbType(type), new DuckDbType(type)], new DuckDbType(type), (arguments, result) =>
        {
            var left = arguments[0].Values<T>(arguments.RowCount);
            var right = arguments[1].Values<T>(arguments.RowCount);
            var results = result.Values<T>(arguments.RowCount);
            for (var row = 0; row < results.Length; row++)
                if (!arguments.IsNull(row)) results[row] = operation(left[row], right[row]);
        });

    private static T Add<T>(T left, T right)
        where T : IBinaryFloatingPointIeee754<T> => Checked(left + right, left, right);

    private static T Subtract<T>(T left, T right)
        where T : IBinaryFloatingPointIeee754<T> => Checked(left - right, left, right);

    private static T Multiply<T>(T left, T right)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var result = Checked(left * right, left, right);
        return T.IsZero(result) && !T.IsZero(left) && !T.IsZero(right) ? throw Underflow() : result;
    }

    private static T Divide<T>(T left, T right)
        where T : IBinaryFloatingPointIeee754<T>
    {
        if (T.IsZero(right) && !T.IsNaN(left)) throw FunctionErrors.Of(SqlState.DivisionByZero, "division by zero");
        var result = left / right;
        if (T.IsInfinity(result) && !T.IsInfinity(left)) throw Overflow();
        return T.IsZero(result) && !T.IsZero(left) && !T.IsInfinity(right) ? throw Underflow() : result;
    }

    // dpow (float.c)
    private static double Power(double left, double right)
    {
        if (double.IsNaN(left)) return right == 0 ? 1 : left;
        if (double.IsNaN(right)) return left == 1 ? 1 : right;
        if (left == 0 && right < 0) throw FunctionErrors.Of("2201F", "zero raised to a negative power is undefined");
        if (left < 0 && !double.IsInfinity(right) && Math.Floor(right) != right)
            throw FunctionErrors.Of("2201F", "a negative number raised to a non-integer power yields a complex result");
        var result = Math.Pow(left, right);
        if (double.IsInfinity(left) || double.IsInfinity(right)) return result;
        if (double.IsInfinity(result)) throw Overflow();
        return result == 0 && left != 0 ? throw Underflow() : result;
    }

    private static double Exponential(double value)
    {
        var result = Math.Exp(value);
        if (double.IsInfinity(value)) return result;
        if (double.IsInfinity(result)) throw Overflow();
        return result == 0 ? throw Underflow() : result;
    }

    private static T Checked<T>(T result, T left, T right)
        where T : IBinaryFloatingPointIeee754<T> =>
        T.IsInfinity(result) && !T.IsInfinity(left) && !T.IsInfinity(right) ? throw Overflow() : result;

    private static FormatException Overflow() => FunctionErrors.Of(SqlState.NumericValueOutOfRange, "value out of range: overflow");

    private static FormatException Underflow() => FunctionErrors.Of(SqlState.NumericValueOutOfRange, "value out of range: underflow");
}
