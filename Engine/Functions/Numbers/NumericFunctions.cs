using Granary.Engine.DuckDb;
using Granary.Engine.DuckDb.Native;
using Granary.Grains.Interfaces.Errors;
using Granary.Grains.Interfaces.Values.Numbers;

namespace Granary.Engine.Functions.Numbers;

/// <summary>Arithmetic of numeric that DuckDB's decimals lack, and the texts of floats.</summary>
internal static class NumericFunctions
{
    public static void Register(DuckDbConnection connection)
    {
        var text = DuckDbType.Varchar;
        FloatArithmetic.Register(connection);
        IntegerFunctions.Register(connection);
        ScalarFunction.Register(connection, "pg_numeric_divide", RowBodies.Writing([text, text], Divide));
        ScalarFunction.Register(connection, "pg_numeric_deviation", RowBodies.Writing([DuckDbType.BigInt, text, text, text], Deviate));
        ScalarFunction.Register(connection, "pg_to_char_numeric", RowBodies.Writing([text, text], ToChar));
        ScalarFunction.Register(connection, "pg_float4_text", FloatTexts<float>(DuckDbTypeId.Float));
        ScalarFunction.Register(connection, "pg_float8_text", FloatTexts<double>(DuckDbTypeId.Double));
    }

    private static bool Divide(in ScalarArguments arguments, int row, PooledBuffer output)
    {
        var left = DecimalText.Parse(arguments[0].Bytes(row));
        var right = DecimalText.Parse(arguments[1].Bytes(row));
        if (right.Unscaled.IsZero) throw FunctionErrors.Of(SqlState.DivisionByZero, "division by zero");
        DecimalText.Divide(left, right, DecimalText.QuotientScale(left, right)).Write(output);
        return true;
    }

    // numeric_stddev_internal (numeric.c)
    private static bool Deviate(in ScalarArguments arguments, int row, PooledBuffer output)
    {
        var count = arguments[0].Values<long>(arguments.RowCount)[row];
        var kind = arguments[3].Bytes(row);
        var isSample = kind.EndsWith("_samp"u8);
        if (count <= (isSample ? 1 : 0)) return false;
        var sum = DecimalText.Parse(arguments[1].Bytes(row));
        var squares = DecimalText.Parse(arguments[2].Bytes(row));
        var scale = Math.Max(2 * sum.Scale, squares.Scale);
        var spread = count * squares.Unscaled * Power(scale - squares.Scale) - sum.Unscaled * sum.Unscaled * Power(scale - 2 * sum.Scale);
        if (spread.Sign <= 0)
        {
            output.WriteByte((byte)'0');
            return true;
        }

        var numerator = new DecimalText(spread, scale);
        var denominator = new DecimalText((System.Numerics.BigInteger)count * (isSample ? count - 1 : count), 0);
        var digits = DecimalText.QuotientScale(numerator, denominator);
        var variance = DecimalText.Divide(numerator, denominator, digits);
        (kind.StartsWith("var"u8) ? variance : variance.SquareRoot(digits)).Write(output);
        return true;
    }

    private static System.Numerics.BigInteger Power(int exponent) => System.Numerics.BigInteger.Pow(10, exponent);

    private static bool ToChar(in ScalarArguments arguments, int row, PooledBuffer output)
    {
        NumberPattern.Of(arguments[1].Bytes(row)).Write(DecimalText.Parse(arguments[0].Bytes(row)), output);
        return true;
    }

    private static ScalarOverload FloatTexts<T>(DuckDbTypeId type)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> =>
        RowBodies.Writing([new DuckDbType(type)], (in ScalarArguments arguments, int row, PooledBuffer output) =>
        {
            var value = arguments[0].Values<T>(arguments.RowCount)[row];
            output.Advance(FloatText.Format(value, output.Reserve(FloatText.MaxLength), extraDigits: 1));
            return true;
        });
}
