using Granary.Engine.DuckDb;

namespace Granary.Engine.Functions;

/// <summary>Shapes of functions that look at one row: each becomes an overload that runs over a chunk. Rows with a NULL argument are NULL.</summary>
internal static class RowBodies
{
    internal delegate bool TextToText(ReadOnlySpan<byte> value, out ReadOnlySpan<byte> result);

    internal delegate bool TextTextToText(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, out ReadOnlySpan<byte> result);

    internal delegate bool TextIntToText(ReadOnlySpan<byte> left, int right, out ReadOnlySpan<byte> result);

    internal delegate bool TextTextToBoolean(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right);

    internal delegate int TextToInt(ReadOnlySpan<byte> value);

    internal delegate void TextToTexts(ReadOnlySpan<byte> value, TextList result);

    /// <summary>Writes the text of a row without NULL arguments; false for NULL.</summary>
    internal delegate bool RowToText(in ScalarArguments arguments, int row, PooledBuffer output);

    /// <summary>Gives a view of the value, or of what it wrote into the empty buffer.</summary>
    internal delegate void TextRewriting(ReadOnlySpan<byte> value, PooledBuffer scratch, out ReadOnlySpan<byte> result);

    /// <summary>A function that mostly gives its argument back.</summary>
    public static ScalarOverload Of(TextRewriting body) => new([DuckDbType.Varchar], DuckDbType.Varchar, (arguments, result) =>
    {
        using var scratch = new PooledBuffer(1024);
        var values = arguments[0];
        for (var row = 0; row < arguments.RowCount; row++)
        {
            if (values.IsNull(row)) continue;
            scratch.Truncate(0);
            body(values.Bytes(row), scratch, out var text);
            result.SetBytes(row, text);
        }
    });

    /// <summary>A function that writes its results.</summary>
    public static ScalarOverload Writing(IReadOnlyList<DuckDbType> parameters, RowToText body) => new(parameters, DuckDbType.Varchar, (arguments, result) =>
    {
        using var output = new PooledBuffer(1024);
        for (var row = 0; row < arguments.RowCount; row++)
        {
            if (arguments.IsNull(row)) continue;
            output.Truncate(0);
            if (body(in arguments, row, output)) result.SetBytes(row, output.Written);
            else result.SetNull(row);
        }
    });

    public static ScalarOverload Of(TextToText body) => new([DuckDbType.Varchar], DuckDbType.Varchar, (arguments, result) =>
    {
        for (var row = 0; row < arguments.RowCount; row++)
        {
            if (arguments.IsNull(row)) continue;
            if (body(arguments[0].Bytes(row), out var text)) result.SetBytes(row, text);
            else result.SetNull(row);
        }
    });

    public static ScalarOverload Of(TextTextToText body) => new([DuckDbType.Varchar, DuckDbType.Varchar], DuckDbType.Varchar, (arguments, result) =>
    {
        var left = arguments[0];
        var right = arguments[1];
        for (var row = 0; row < arguments.RowCount; row++)
        {
            if (left.IsNull(row) || right.IsNull(row)) continue;
            if (body(left.Bytes(row), right.Bytes(row), out var text)) result.SetBytes(row, text);
            else result.SetNull(row);
        }
    });

    public static ScalarOverload Of(TextIntToText body) => new([DuckDbType.Varchar, DuckDbType.Integer], DuckDbType.Varchar, (arguments, result) =>
    {
        var left = arguments[0];
        var right = arguments[1].Values<int>(arguments.RowCount);
        for (var row = 0; row < arguments.RowCount; row++)
        {
            if (arguments.IsNull(row)) continue;
            if (body(left.Bytes(row), right[row], out var text)) result.SetBytes(row, text);
            else result.SetNull(row);
        }
    });

    public static ScalarOverload Of(TextTextToBoolean body) => new([DuckDbType.Varchar, DuckDbType.Varchar], DuckDbType.Boolean, (arguments, result) =>
    {
        var left = arguments[0];
        var right = arguments[1];
        var values = result.Values<bool>(arguments.RowCount);
        for (var row = 0; row < values.Length; row++)
            if (!left.IsNull(row) && !right.IsNull(row)) values[row] = body(left.Bytes(row), right.Bytes(row));
    });

    public static ScalarOverload Of(TextToInt body) => new([DuckDbType.Varchar], DuckDbType.Integer, (arguments, result) =>
    {
        var values = result.Values<int>(arguments.RowCount);
        for (var row = 0; row < values.Length; row++)
            if (!arguments.IsNull(row)) values[row] = body(arguments[0].Bytes(row));
    });

    public static ScalarOverload Of(TextToTexts body) => new([DuckDbType.Varchar], DuckDbType.List(DuckDbType.Varchar), (arguments, result) =>
    {
        var texts = new TextList(arguments.RowCount);
        for (var row = 0; row < arguments.RowCount; row++)
        {
            if (!arguments.IsNull(row)) body(arguments[0].Bytes(row), texts);
            texts.EndRow();
        }

        texts.WriteTo(result);
    });
}
