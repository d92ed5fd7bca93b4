namespace Granary.Gateway.Postgres.Settings;

/// <summary>The settings that the gateway itself reads, and those that clients are told of.</summary>
internal static class SettingNames
{
    public const string ApplicationName = "application_name";
    public const string ByteaOutput = "bytea_output";
    public const string ClientEncoding = "client_encoding";
    public const string ClientMinMessages = "client_min_messages";
    public const string DateStyle = "DateStyle";
    public const string DefaultReadOnly = "default_transaction_read_only";
    public const string DefaultIsolation = "default_transaction_isolation";
    public const string DefaultDeferrable = "default_transaction_deferrable";
    public const string ExtraFloatDigits = "extra_float_digits";
    public const string IdleInTransactionTimeout = "idle_in_transaction_session_timeout";
    public const string IdleSessionTimeout = "idle_session_timeout";
    public const string IntervalStyle = "IntervalStyle";
    public const string IsSuperuser = "is_superuser";
    public const string MaxConnections = "max_connections";
    public const string Role = "role";
    public const string SearchPath = "search_path";
    public const string ServerVersion = "server_version";
    public const string SessionAuthorization = "session_authorization";
    public const string StandardStrings = "standard_conforming_strings";
    public const string StatementTimeout = "statement_timeout";
    public const string TimeZone = "TimeZone";
    public const string TransactionDeferrable = "transaction_deferrable";
    public const string TransactionIsolation = "transaction_isolation";
    public const string TransactionReadOnly = "transaction_read_only";

    /// <summary>The thirteen that PostgreSQL 15 reports by ParameterStatus, in its order.</summary>
    public static IReadOnlyList<string> Reported { get; } =
    [
        ApplicationName, ClientEncoding, DateStyle, DefaultReadOnly, "in_hot_standby", "integer_datetimes", IntervalStyle,
        IsSuperuser, "server_encoding", ServerVersion, SessionAuthorization, StandardStrings, TimeZone,
    ];
}
