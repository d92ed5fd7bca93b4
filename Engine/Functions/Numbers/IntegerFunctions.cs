using Granary.Engine.DuckDb;
using Granary.Engine.DuckDb.Native;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Engine.Functions.Numbers;

/// <summary>Shifts, which lose bits as the processor does, and buckets of equal width.</summary>
internal static class IntegerFunctions
{
    private const string InvalidBucket = "2201G";

    private delegate T Shift<T>(T value, int bits);

    public static void Register(DuckDbConnection connection)
    {
        ScalarFunction.Register(connection, "pg_shift_left",
            Of<short>(DuckDbTypeId.SmallInt, (value, bits) => (short)(value << bits)), Of<int>(DuckDbTypeId.Integer, (value, bits) => value << bits), Of<long>(DuckDbTypeId.BigInt, (value, bits) => value << bits));
        ScalarFunction.Register(connection, "pg_shift_right",
            Of<short>(DuckDbTypeId.SmallInt, (value, bits) => (short)(value >> bits)), Of<int>(DuckDbTypeId.Integer, (value, bits) => value >> bits), Of<long>(DuckDbTypeId.BigInt, (value, bits) => value >> bits));
        ScalarFunction.Register(connection, "pg_width_bucket", new ScalarOverload(
            [DuckDbType.Double, DuckDbType.Double, DuckDbType.Double, DuckDbType.Integer], DuckDbType.Integer, (arguments, result) =>
            {
                var values = result.Values<int>(arguments.RowCount);
                for (var row = 0; row < values.Length; row++)
                {
                    if (arguments.IsNull(row)) continue;
                    values[row] = Bucket(Number(arguments, 0, row), Number(arguments, 1, row), Number(arguments, 2, row), arguments[3].Values<int>(arguments.RowCount)[row]);
                }
            }));
    }

    private static double Number(in ScalarArguments arguments, int index, int row) => arguments[index].Values<double>(arguments.RowCount)[row];

    private static ScalarOverload Of<T>(DuckDbTypeId type, Shift<T> shift)
        where T : unmanaged => new([new DuckDbType(type), DuckDbType.Integer], new DuckDbType(type), (arguments, result) =>
        {
            var left = arguments[0].Values<T>(arguments.RowCount);
            var right = arguments[1].Values<int>(arguments.RowCount);
            var values = result.Values<T>(arguments.RowCount);
            for (var row = 0; row < values.Length; row++)
                if (!arguments.IsNull(row)) values[row] = shift(left[row], right[row]);
        });

    // width_bucket_float8 (float.c)
    private static int Bucket(double value, double low, double high, int count)
    {
        if (count <= 0) throw FunctionErrors.Of(InvalidBucket, "count must be greater than zero");
        if (double.IsNaN(value) || double.IsNaN(low) || double.IsNaN(high)) throw FunctionErrors.Of(InvalidBucket, "operand, lower bound, and upper bound cannot be NaN");
        if (double.IsInfinity(low) || double.IsInfinity(high)) throw FunctionErrors.Of(InvalidBucket, "lower and upper bounds must be finite");
        if (low == high) throw FunctionErrors.Of(InvalidBucket, "lower bound cannot equal upper bound");
        var isRising = low < high;
        if (isRising ? value < low : value > low) return 0;
        if (isRising ? value >= high : value <= high) return count == int.MaxValue ? throw FunctionErrors.Of(SqlState.NumericValueOutOfRange, "integer out of range") : count + 1;
        var bucket = (int)(isRising ? count * ((value - low) / (high - low)) : count * ((low - value) / (low - high)));
        return Math.Min(bucket, count - 1) + 1;
    }
}
