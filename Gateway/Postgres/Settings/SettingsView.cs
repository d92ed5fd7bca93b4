using Granary.Gateway.Postgres.Types;

namespace Granary.Gateway.Postgres.Settings;

/// <summary>The settings that the session itself acts on, read once for each change. Immutable.</summary>
internal sealed class SettingsView
{
    public SettingsView(SessionSettings settings)
    {
        Version = settings.Version;
        StatementTimeout = Milliseconds(settings, SettingNames.StatementTimeout);
        IdleInTransactionTimeout = Milliseconds(settings, SettingNames.IdleInTransactionTimeout);
        IdleSessionTimeout = Milliseconds(settings, SettingNames.IdleSessionTimeout);
        IsReadOnlyByDefault = settings.Get(SettingNames.DefaultReadOnly) == "on";
        SearchPathText = settings.Get(SettingNames.SearchPath)!;
        SearchPath = SearchPathSetting.Parse(SearchPathText);
        TimeZone = settings.Get(SettingNames.TimeZone)!;
        NoticeLevel = LevelOf(settings.Get(SettingNames.ClientMinMessages)!);
        Wire = new WireContext
        {
            TimeZone = SessionTimeZone.Find(TimeZone) ?? SessionTimeZone.Utc,
            DateOrder = TimeStyles.OrderOf(settings.Get(SettingNames.DateStyle)),
            IntervalStyle = TimeStyles.IntervalStyleOf(settings.Get(SettingNames.IntervalStyle)),
            ExtraFloatDigits = int.Parse(settings.Get(SettingNames.ExtraFloatDigits)!),
            EscapesBytea = settings.Get(SettingNames.ByteaOutput) == "escape",
        };
    }

    /// <summary>The settings' version that this was read at.</summary>
    public int Version { get; }

    /// <summary>Zero for none, as the two below.</summary>
    public TimeSpan StatementTimeout { get; }

    public TimeSpan IdleInTransactionTimeout { get; }

    public TimeSpan IdleSessionTimeout { get; }

    /// <summary>`default_transaction_read_only`.</summary>
    public bool IsReadOnlyByDefault { get; }

    public string SearchPathText { get; }

    public IReadOnlyList<string> SearchPath { get; }

    public string TimeZone { get; }

    /// <summary>Notices of a lower level aren't sent.</summary>
    public int NoticeLevel { get; }

    public WireContext Wire { get; }

    /// <summary>How `client_min_messages` ranks a severity.</summary>
    public static int LevelOf(string severity) => severity.ToUpperInvariant() switch
    {
        "ERROR" => 5,
        "WARNING" => 4,
        "NOTICE" => 3,
        "LOG" or "INFO" => 2,
        _ => 1,
    };

    private static TimeSpan Milliseconds(SessionSettings settings, string name) =>
        TimeSpan.FromMilliseconds(long.Parse(settings.Get(name)!));
}
