using Granary.Engine.DuckDb;
using Granary.Engine.Functions.Arrays;
using Granary.Engine.Functions.Json;
using Granary.Engine.Functions.Numbers;
using Granary.Engine.Functions.Patterns;
using Granary.Engine.Functions.Texts;
using Granary.Engine.Functions.Times;

namespace Granary.Engine.Functions;

/// <summary>PostgreSQL's functions that DuckDB lacks; generated text calls them by their `pg_` names.</summary>
internal static class FunctionLibrary
{
    public static void Register(DuckDbConnection connection)
    {
        ArrayFunctions.Register(connection);
        JsonFunctions.Register(connection);
        NumericFunctions.Register(connection);
        PatternFunctions.Register(connection);
        TextFunctions.Register(connection);
        TimeFunctions.Register(connection);
    }
}
