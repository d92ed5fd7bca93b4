using Granary.Engine.DuckDb;
using Granary.Engine.DuckDb.Native;
using Granary.Engine.Functions.Numbers;
using Granary.Engine.Functions.Times;
using Granary.Grains.Interfaces.Values.Numbers;
using Granary.Grains.Interfaces.Values.Texts;
using Granary.Grains.Interfaces.Values.Times;

namespace Granary.Engine.Functions.Texts;

/// <summary>PostgreSQL's input functions for text that is only known row by row.</summary>
internal static class ReadingFunctions
{
    private delegate T Reader<T>(ReadOnlySpan<byte> text);

    private delegate T TimeReader<T>(ReadOnlySpan<byte> text, ITimeContext context);

    public static void Register(DuckDbConnection connection)
    {
        ScalarFunction.Register(connection, "pg_read_int2", Of(DuckDbTypeId.SmallInt, text => (short)IntegerText.Parse(text, short.MinValue, short.MaxValue, "smallint")));
        ScalarFunction.Register(connection, "pg_read_int4", Of(DuckDbTypeId.Integer, text => (int)IntegerText.Parse(text, int.MinValue, int.MaxValue, "integer")));
        ScalarFunction.Register(connection, "pg_read_int8", Of(DuckDbTypeId.BigInt, text => IntegerText.Parse(text, long.MinValue, long.MaxValue, "bigint")));
        // by strtoul: -1 is 4294967295
        ScalarFunction.Register(connection, "pg_read_oid", Of(DuckDbTypeId.BigInt, text => (long)(uint)IntegerText.Parse(text, int.MinValue, uint.MaxValue, "oid")));
        ScalarFunction.Register(connection, "pg_read_float4", Of(DuckDbTypeId.Float, text => FloatText.Parse<float>(text, "real")));
        ScalarFunction.Register(connection, "pg_read_float8", Of(DuckDbTypeId.Double, text => FloatText.Parse<double>(text, "double precision")));
        ScalarFunction.Register(connection, "pg_read_bool", Of(DuckDbTypeId.Boolean, BooleanText.Parse));
        ScalarFunction.Register(connection, "pg_read_interval", Of(DuckDbTypeId.Interval, text => IntervalReader.Read(text, IntervalStyle.Postgres)));
        ScalarFunction.Register(connection, "pg_read_date", OfTime(DuckDbTypeId.Date, TimeTexts.ReadDate));
        ScalarFunction.Register(connection, "pg_read_time", OfTime(DuckDbTypeId.Time, (text, context) => TimeTexts.ReadTime(text, -1, context)));
        ScalarFunction.Register(connection, "pg_read_timestamp", OfTime(DuckDbTypeId.Timestamp, (text, context) => TimeTexts.ReadTimestamp(text, -1, context)));
        ScalarFunction.Register(connection, "pg_read_timestamptz", OfTime(DuckDbTypeId.TimestampTz, (text, context) => TimeTexts.ReadTimestampTz(text, -1, context)));
        ScalarFunction.Register(connection, "pg_read_uuid", RowBodies.Writing([DuckDbType.Varchar], ReadUuid));
        ScalarFunction.Register(connection, "pg_read_numeric", RowBodies.Writing([DuckDbType.Varchar, DuckDbType.Integer, DuckDbType.Integer], ReadNumeric));
        ScalarFunction.Register(connection, "pg_read_bytea", RowBodies.Writing([DuckDbType.Varchar], ReadBytea) with { Result = new DuckDbType(DuckDbTypeId.Blob) });
    }

    private static ScalarOverload Of<T>(DuckDbTypeId type, Reader<T> read)
        where T : unmanaged => new([DuckDbType.Varchar], new DuckDbType(type), (arguments, result) =>
        {
            var texts = arguments[0];
            var values = result.Values<T>(arguments.RowCount);
            for (var row = 0; row < values.Length; row++)
                if (!texts.IsNull(row)) values[row] = read(texts.Bytes(row));
        });

    // text, time zone, the transaction's start
    private static ScalarOverload OfTime<T>(DuckDbTypeId type, TimeReader<T> read)
        where T : unmanaged => new([DuckDbType.Varchar, DuckDbType.Varchar, DuckDbType.TimestampTz], new DuckDbType(type), (arguments, result) =>
        {
            var texts = arguments[0];
            var values = result.Values<T>(arguments.RowCount);
            SessionTimes? session = null;
            for (var row = 0; row < values.Length; row++)
            {
                if (arguments.IsNull(row)) continue;
                // all rows are of one statement
                session ??= new SessionTimes(Zones.Of(arguments[1].Bytes(row)), arguments[2].Values<long>(arguments.RowCount)[row]);
                values[row] = read(texts.Bytes(row), session);
            }
        });

    private static bool ReadUuid(in ScalarArguments arguments, int row, PooledBuffer output)
    {
        Span<byte> bytes = stackalloc byte[16];
        UuidText.Read(arguments[0].Bytes(row), bytes);
        Convert.TryToHexStringLower(bytes, output.Reserve(32), out var written);
        output.Advance(written);
        return true;
    }

    private static bool ReadBytea(in ScalarArguments arguments, int row, PooledBuffer output)
    {
        var text = arguments[0].Bytes(row);
        output.Advance(ByteaText.Read(text, output.Reserve(text.Length)));
        return true;
    }

    private static bool ReadNumeric(in ScalarArguments arguments, int row, PooledBuffer output)
    {
        var (precision, scale) = (arguments[1].Values<int>(arguments.RowCount)[row], arguments[2].Values<int>(arguments.RowCount)[row]);
        NumericReader.Read(arguments[0].Bytes(row), precision, scale).Write(output);
        return true;
    }
}
