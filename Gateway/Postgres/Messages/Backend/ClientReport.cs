namespace Granary.Gateway.Postgres.Messages.Backend;

/// <summary>An error or a notice as the client is told it.</summary>
/// <param name="Severity">FATAL, ERROR, WARNING, NOTICE …</param>
/// <param name="SqlState">Five characters.</param>
/// <param name="Message">A sentence for a person.</param>
internal sealed record ClientReport(string Severity, string SqlState, string Message)
{
    public string? Detail { get; init; }

    public string? Hint { get; init; }

    /// <summary>0-based offset into the statement's text, or -1.</summary>
    public int Position { get; init; } = -1;

    public string? Where { get; init; }

    public string? TableName { get; init; }

    public string? ColumnName { get; init; }

    /// <summary>The part of the gateway that speaks; drivers print it.</summary>
    public string Routine { get; init; } = "gateway";
}
