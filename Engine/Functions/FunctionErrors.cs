using Granary.Engine.DuckDb;

namespace Granary.Engine.Functions;

/// <summary>Errors of our functions: their message carries the SQLSTATE through DuckDB.</summary>
internal static class FunctionErrors
{
    public static FormatException Of(string sqlState, string message) => new($"{DuckDbErrors.SqlStateMark}{sqlState}: {message}");
}
