using Granary.Grains.Interfaces.Columns;

namespace Granary.Sql.Generating;

/// <summary>What Bind takes from the session.</summary>
internal enum SessionValueKind
{
    Unspecified = 0,
    TransactionTime,
    StatementTime,
    User,
    Database,
    ProcessId,
    Setting,
    Schema,
    Schemas,
    TimeZone,
    RegistryOids,
    RegistryNames,
    HiddenRelations,
}

/// <summary>A value that is the session's, passed to the statement as one more parameter.</summary>
internal sealed record SessionValue(SessionValueKind Kind, string? Name = null)
{
    public DataType Type => Kind switch
    {
        SessionValueKind.TransactionTime or SessionValueKind.StatementTime => DataType.TimestampTz,
        SessionValueKind.ProcessId => DataType.Int32,
        SessionValueKind.Schemas or SessionValueKind.RegistryNames => DataType.Array(DataType.Text),
        SessionValueKind.RegistryOids or SessionValueKind.HiddenRelations => DataType.Array(DataType.Int64),
        _ => DataType.Text,
    };

    public string DuckType => Kind switch
    {
        SessionValueKind.TransactionTime or SessionValueKind.StatementTime => "TIMESTAMPTZ",
        SessionValueKind.ProcessId => "INTEGER",
        SessionValueKind.Schemas or SessionValueKind.RegistryNames => "VARCHAR[]",
        SessionValueKind.RegistryOids or SessionValueKind.HiddenRelations => "BIGINT[]",
        _ => "VARCHAR",
    };
}
