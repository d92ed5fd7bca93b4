using Granary.Gateway.Postgres.Settings;

namespace Granary.Gateway.Postgres.Transactions;

/// <summary>What ROLLBACK TO puts back.</summary>
/// <param name="Name">The savepoint's name.</param>
/// <param name="RowsMark">Where the held rows ended.</param>
/// <param name="PortalsMark">Where the portals ended.</param>
/// <param name="NotificationCount">How many notifications waited.</param>
/// <param name="Settings">The settings.</param>
/// <param name="IsReadOnly">The transaction's mode.</param>
internal sealed record Savepoint(string Name, int RowsMark, long PortalsMark, int NotificationCount, SessionSettings.Layers Settings, bool IsReadOnly);
