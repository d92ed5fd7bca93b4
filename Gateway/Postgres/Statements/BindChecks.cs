using Granary.Gateway.Postgres.Messages;
using Granary.Gateway.Postgres.Messages.Frontend;
using Granary.Sql;

namespace Granary.Gateway.Postgres.Statements;

/// <summary>Checks that a Bind fits its statement, in PostgreSQL's words.</summary>
internal static class BindChecks
{
    public static void Run(in BindMessage message, PreparedStatement statement, IReadOnlyList<ResultColumn>? columns)
    {
        if (message.ParameterFormats.Length > 1 && message.ParameterFormats.Length != message.ParameterCount)
            throw MessageCursor.Violation($"bind message has {message.ParameterFormats.Length} parameter formats but {message.ParameterCount} parameters");
        if (message.ParameterCount != statement.Parameters.Count)
            throw MessageCursor.Violation($"bind message supplies {message.ParameterCount} parameters, but prepared statement \"{statement.Name}\" requires {statement.Parameters.Count}");
        if (message.ResultFormats.Length > 1 && columns is not null && message.ResultFormats.Length != columns.Count)
            throw MessageCursor.Violation($"bind message has {message.ResultFormats.Length} result formats but query has {columns.Count} columns");
    }
}
