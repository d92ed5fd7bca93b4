using Granary.Sql.Syntax;

namespace Granary.Gateway.Postgres.Statements;

/// <summary>The few names by which statements are counted.</summary>
internal static class StatementKinds
{
    public static string NameOf(Statement statement) => statement switch
    {
        SelectStatement => "select",
        InsertStatement => "insert",
        CopyStatement => "copy",
        BeginStatement or CommitStatement or RollbackStatement or SavepointStatement or ReleaseSavepointStatement or RollbackToSavepointStatement => "transaction",
        SetStatement or ShowStatement or ResetStatement or DiscardStatement or SetTransactionStatement => "setting",
        DeclareCursorStatement or FetchStatement or CloseCursorStatement => "cursor",
        PrepareStatement or ExecuteStatement or DeallocateStatement => "prepared",
        _ => "other",
    };
}
