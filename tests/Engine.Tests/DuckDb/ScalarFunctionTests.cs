using System.Text;
using Granary.Engine.DuckDb;

namespace Granary.Engine.Tests.DuckDb;

public sealed class ScalarFunctionTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public ScalarFunctionTests() =>
        ScalarFunction.Register(
            _database.Connection,
            "granary_test",
            new ScalarOverload([DuckDbType.BigInt], DuckDbType.BigInt, Double),
            new ScalarOverload([DuckDbType.Varchar], DuckDbType.Varchar, Reverse),
            new ScalarOverload([DuckDbType.BigInt, DuckDbType.BigInt], DuckDbType.BigInt, CountNulls) { Variadic = DuckDbType.BigInt, SeesNulls = true });

    public void Dispose() => _database.Dispose();

    [Fact]
    public void The_overload_is_chosen_by_the_arguments()
    {
        Assert.Equal(42, _database.Int64("SELECT granary_test(21::BIGINT)"));
        Assert.Equal("äbc", _database.Text("SELECT granary_test('cbä')"));
    }

    [Fact]
    public void A_null_argument_gives_null()
    {
        Assert.Null(_database.Text("SELECT granary_test(NULL::VARCHAR)"));
        Assert.Equal(90, _database.Int64("SELECT sum(granary_test(CASE WHEN range < 10 THEN range END))::BIGINT FROM range(100000)"));
    }

    [Fact]
    public void An_overload_that_sees_nulls_is_given_them() =>
        Assert.Equal(2, _database.Int64("SELECT granary_test(NULL::BIGINT, 1::BIGINT, NULL::BIGINT)"));

    [Fact]
    public void Other_connections_know_the_function()
    {
        using DuckDbConnection other = _database.Database.Connect();
        using DuckDbResult result = other.Prepare("SELECT granary_test(4::BIGINT)").Start(default);
        using DuckDbChunk chunk = result.Fetch()!;
        Assert.Equal(8, chunk.Column(0).Values<long>(1)[0]);
    }

    [Fact]
    public void An_exception_is_the_error_of_the_statement()
    {
        ScalarFunction.Register(_database.Connection, "granary_broken",
            new ScalarOverload([DuckDbType.BigInt], DuckDbType.BigInt, static (_, _) => throw new FormatException("no such luck")));
        Assert.Contains("no such luck", _database.Refusal("SELECT granary_broken(range) FROM range(10)").Message, StringComparison.Ordinal);
    }

    private static void Double(ScalarArguments arguments, VectorWriter result)
    {
        ReadOnlySpan<long> values = arguments[0].Values<long>(arguments.RowCount);
        Span<long> doubled = result.Values<long>(values.Length);
        for (int row = 0; row < values.Length; row++)
        {
            if (!arguments.IsNull(row))
                doubled[row] = values[row] * 2;
        }
    }

    private static void Reverse(ScalarArguments arguments, VectorWriter result)
    {
        for (int row = 0; row < arguments.RowCount; row++)
        {
            if (arguments.IsNull(row))
                continue;

            char[] text = Encoding.UTF8.GetString(arguments[0].Bytes(row)).ToCharArray();
            Array.Reverse(text);
            result.SetText(row, Encoding.UTF8.GetBytes(text));
        }
    }

    private static void CountNulls(ScalarArguments arguments, VectorWriter result)
    {
        Span<long> counts = result.Values<long>(arguments.RowCount);
        counts.Clear();
        for (int argument = 0; argument < arguments.Count; argument++)
        {
            for (int row = 0; row < counts.Length; row++)
                counts[row] += arguments[argument].IsNull(row) ? 1 : 0;
        }
    }
}
