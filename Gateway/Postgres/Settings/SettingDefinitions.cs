using Granary.Sql.Catalog.Facts;

namespace Granary.Gateway.Postgres.Settings;

/// <summary>The settings that sessions know: PostgreSQL's own facts, with Granary's values where they differ.</summary>
internal sealed class SettingDefinitions
{
    private readonly Dictionary<string, SettingFact> _facts;
    private readonly Dictionary<string, string> _defaults;

    public SettingDefinitions(GatewayOptions options, string productVersion)
    {
        _facts = new Dictionary<string, SettingFact>(SettingFacts.ByName, StringComparer.OrdinalIgnoreCase);
        // these two are settings in PostgreSQL too, though pg_settings doesn't list them
        Hide(SettingNames.Role, "none");
        Hide(SettingNames.SessionAuthorization, options.User);
        Hide(SettingNames.IsSuperuser, "on", "internal");
        _defaults = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            [SettingNames.ServerVersion] = $"15.18 (Granary {productVersion})",
            ["server_version_num"] = "150018",
            [SettingNames.MaxConnections] = options.MaxConnections.ToString(),
            [SettingNames.ApplicationName] = "",
            [SettingNames.ClientEncoding] = "UTF8",
            ["server_encoding"] = "UTF8",
            [SettingNames.DateStyle] = "ISO, MDY",
            [SettingNames.TimeZone] = "UTC",
            [SettingNames.SessionAuthorization] = options.User,
            [SettingNames.IsSuperuser] = "on",
            ["in_hot_standby"] = "off",
            ["ssl"] = options.TlsCertificateFile is null ? "off" : "on",
            ["authentication_timeout"] = ((long)options.StartupTimeout.TotalSeconds).ToString(),
        };
    }

    /// <summary>All settings that SHOW ALL lists, by name.</summary>
    public IEnumerable<SettingFact> Listed => _facts.Values.Where(fact => fact.Description.Length > 0).OrderBy(fact => fact.Name, StringComparer.OrdinalIgnoreCase);

    public SettingFact? Find(string name) => _facts.GetValueOrDefault(name);

    /// <summary>The server's own value of a setting.</summary>
    public string DefaultOf(SettingFact fact) => _defaults.GetValueOrDefault(fact.Name, fact.Value);

    private void Hide(string name, string value, string context = "user") =>
        _facts.TryAdd(name, new SettingFact { Name = name, Value = value, Description = "", Context = context, Kind = "string" });
}
