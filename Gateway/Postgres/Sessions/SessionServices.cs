using System.Reflection;
using Granary.Gateway.Postgres.Settings;
using Granary.Gateway.Postgres.Statements;
using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Query;
using Granary.Runtime;
using Granary.Sql;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Granary.Gateway.Postgres.Sessions;

/// <summary>What all sessions share.</summary>
internal sealed class SessionServices(
    IOptions<GatewayOptions> options,
    ISqlFrontEnd frontEnd,
    IQueryService queries,
    IGrainFactory grains,
    IProjectCatalog projects,
    StatementCache statements,
    NotificationHub notifications,
    GatewayInstruments instruments,
    TimeProvider time,
    ILoggerFactory loggers)
{
    public GatewayOptions Options { get; } = options.Value;

    public ISqlFrontEnd FrontEnd { get; } = frontEnd;

    public IQueryService Queries { get; } = queries;

    /// <summary>Finds a table's grain.</summary>
    public Func<TableId, ITableGrain> Tables { get; } = table => grains.GetGrain<ITableGrain>(table.GrainKey);

    public IProjectCatalog Projects { get; } = projects;

    public StatementCache Statements { get; } = statements;

    public NotificationHub Notifications { get; } = notifications;

    public GatewayInstruments Instruments { get; } = instruments;

    public TimeProvider Time { get; } = time;

    public ILogger Log { get; } = loggers.CreateLogger("Granary.Gateway.Postgres");

    public SettingDefinitions Settings { get; } = new(options.Value, ProductVersion());

    private static string ProductVersion() =>
        typeof(SessionServices).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";
}
