using Granary.Engine.DuckDb;

namespace Granary.Engine.Functions.Texts;

/// <summary>PostgreSQL's functions over text.</summary>
internal static class TextFunctions
{
    public static void Register(DuckDbConnection connection)
    {
        ScalarFunction.Register(connection, "pg_format", FormatFunction.Overload);
        ReadingFunctions.Register(connection);
    }
}
