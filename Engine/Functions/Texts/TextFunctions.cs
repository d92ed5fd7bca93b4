using Granary.Engine.DuckDb;
using Granary.Grains.Interfaces.Values.Texts;

namespace Granary.Engine.Functions.Texts;

/// <summary>PostgreSQL's functions over text.</summary>
internal static class TextFunctions
{
    public static void Register(DuckDbConnection connection)
    {
        ScalarFunction.Register(connection, "pg_format", FormatFunction.Overload);
        ScalarFunction.Register(connection, "pg_quote_ident", RowBodies.Writing([DuckDbType.Varchar], QuoteIdentifier));
        EncodingFunctions.Register(connection);
        ReadingFunctions.Register(connection);
    }

    private static bool QuoteIdentifier(in ScalarArguments arguments, int row, PooledBuffer output)
    {
        QuotedText.WriteIdentifier(arguments[0].Bytes(row), output);
        return true;
    }
}
