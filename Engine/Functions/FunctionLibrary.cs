using Granary.Engine.DuckDb;
using Granary.Engine.Functions.Json;

namespace Granary.Engine.Functions;

/// <summary>PostgreSQL's functions that DuckDB lacks; generated text calls them by their `pg_` names.</summary>
internal static class FunctionLibrary
{
    public static void Register(DuckDbConnection connection)
    {
        JsonFunctions.Register(connection);
    }
}
