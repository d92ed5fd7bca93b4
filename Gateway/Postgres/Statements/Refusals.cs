using Granary.Grains.Interfaces.Errors;
using Granary.Sql.Syntax;

namespace Granary.Gateway.Postgres.Statements;

/// <summary>What is said about PostgreSQL's statements that Granary doesn't offer: why not, and what to do instead.</summary>
internal static class Refusals
{
    public static GranaryException Of(UnsupportedStatement statement)
    {
        var (reason, hint) = ReasonOf(statement.Command);
        return new GranaryException(ErrorKind.Unsupported, SqlState.FeatureNotSupported, reason) { Hint = hint, Position = statement.Position };
    }

    private static (string Reason, string Hint) ReasonOf(string command)
    {
        var word = command.Split(' ')[0].ToUpperInvariant();
        return word switch
        {
            "UPDATE" or "DELETE" or "MERGE" => ($"{command} is not supported: rows are immutable", "Insert a new row instead; readers take the newest one of an id."),
            "TRUNCATE" => ("TRUNCATE is not supported: rows are immutable", "Write to another project, or let retention remove old rows."),
            "CREATE" or "ALTER" or "DROP" or "COMMENT" => ($"{command} is not supported", "The built-in tables otel_logs_and_spans and otel_metrics exist in every project."),
            "GRANT" or "REVOKE" => ($"{command} is not supported", "The server's configuration says who may log in."),
            "VACUUM" or "ANALYZE" or "REINDEX" or "CLUSTER" or "CHECKPOINT" or "REFRESH" => ($"{command} is not supported and not needed", "Segments are flushed and kept in order by the server itself."),
            "DO" or "CALL" => ($"{command} is not supported: there is no procedural language", "Run the logic in the client."),
            _ => ($"{command} is not supported", "Supported are SELECT, INSERT, COPY, transactions, cursors, prepared statements and settings."),
        };
    }
}
