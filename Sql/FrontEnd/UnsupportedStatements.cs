using Granary.Grains.Interfaces.Errors;
using Granary.Sql.Resolving;
using Granary.Sql.Syntax;

namespace Granary.Sql.FrontEnd;

/// <summary>What is said about PostgreSQL's statements that Granary doesn't offer: why not, and what to use instead.</summary>
public static class UnsupportedStatements
{
    private const string Tables = "The built-in tables otel_logs_and_spans and otel_metrics exist in every project, and a project begins with its first row.";

    /// <summary>The refusal, 0A000 with a hint.</summary>
    public static GranaryException Refuse(UnsupportedStatement statement)
    {
        var (reason, hint) = ReasonOf(statement.Command);
        return Refusal.Unsupported($"{statement.Command} is not supported{reason}", statement.Position, hint);
    }

    private static (string Reason, string Hint) ReasonOf(string command)
    {
        var words = command.Split(' ');
        return words[0] switch
        {
            "UPDATE" or "DELETE" or "MERGE" => (": rows are immutable", "Insert a new row instead; readers take the newest one of an id."),
            "TRUNCATE" => (": rows are immutable", "Write to another project, or let retention remove old rows."),
            "CREATE" or "ALTER" or "DROP" => ("", HintForDefinition(words[^1])),
            "COMMENT" or "SECURITY" or "IMPORT" => ("", Tables),
            "GRANT" or "REVOKE" or "REASSIGN" => ("", "The server's configuration says who may log in."),
            "VACUUM" or "ANALYZE" or "ANALYSE" or "REINDEX" or "CLUSTER" or "CHECKPOINT" => (" and not needed", "Segments are flushed and kept in order by the server itself."),
            "REFRESH" => (": there are no materialized views", "Query the tables: rows are visible once they are committed."),
            "DO" or "CALL" or "LOAD" => (": there is no procedural language", "Run the logic in the client."),
            _ => ("", "Supported are SELECT, INSERT, COPY, transactions, cursors, prepared statements and settings."),
        };
    }

    // by the last word of what is defined: MATERIALIZED VIEW, EVENT TRIGGER
    private static string HintForDefinition(string kind) => kind switch
    {
        "INDEX" or "STATISTICS" => "No index is needed: segments carry statistics and Bloom filters of their own.",
        "VIEW" or "RULE" => "Write the query as a WITH clause of the statement that uses it.",
        "FUNCTION" or "PROCEDURE" or "ROUTINE" or "AGGREGATE" or "TRIGGER" or "LANGUAGE" or "OPERATOR" or "CAST" => "Write the expression into the query, or run the logic in the client.",
        "ROLE" or "USER" or "GROUP" or "POLICY" or "PRIVILEGES" => "The server's configuration says who may log in.",
        "SEQUENCE" => "Make ids in the client, for example with a random UUID.",
        "TYPE" or "DOMAIN" => "Use the built-in types; jsonb holds what has a structure of its own.",
        "EXTENSION" => "Nothing is to be installed: time_bucket and the JSON functions are built in.",
        "SYSTEM" => "Settings of the server stand in its configuration; SET changes those of a session.",
        _ => Tables,
    };
}
