using Granary.Engine.DuckDb;
using Granary.Grains.Interfaces.Values.Arrays;

namespace Granary.Engine.Functions.Arrays;

/// <summary>The text forms of arrays.</summary>
internal static class ArrayFunctions
{
    public static void Register(DuckDbConnection connection)
    {
        ScalarFunction.Register(connection, "pg_array_quote", RowBodies.Of(Quote));
        ScalarFunction.Register(connection, "pg_array_join", RowBodies.Writing([DuckDbType.List(DuckDbType.Varchar), DuckDbType.Varchar], Join));
        ScalarFunction.Register(connection, "pg_array_parse", RowBodies.Of(Parse));
    }

    private static void Quote(ReadOnlySpan<byte> element, PooledBuffer scratch, out ReadOnlySpan<byte> text)
    {
        scratch.Write(element);
        ArrayElementText.Quote(scratch, 0);
        text = scratch.Written;
    }

    // elements that are NULL are left out
    private static bool Join(in ScalarArguments arguments, int row, PooledBuffer output)
    {
        var lists = arguments[0];
        var items = lists.ListChild();
        var entry = lists.Values<TextList.ListEntry>(arguments.RowCount)[row];
        var hasAny = false;
        for (var i = (int)entry.Offset; i < (int)(entry.Offset + entry.Length); i++)
        {
            if (items.IsNull(i)) continue;
            if (hasAny) output.Write(arguments[1].Bytes(row));
            hasAny = true;
            output.Write(items.Bytes(i));
        }

        return true;
    }

    private static void Parse(ReadOnlySpan<byte> array, TextList result) => ArrayTextReader<TextListSink>.Read(array, 1, new TextListSink(result));

    private readonly struct TextListSink(TextList list) : IArraySink
    {
        public void Add(ReadOnlySpan<byte> element) => list.Add(element);

        public void AddNull() => list.AddNull();

        public void Forget() => list.Forget();

        // the list's end is the row's
        public void EndList(int depth)
        {
        }
    }
}
