namespace Granary.Gateway.Postgres.Sessions;

/// <summary>One NOTIFY.</summary>
/// <param name="ProcessId">The session that sent it.</param>
/// <param name="Database">Its database: others don't hear it.</param>
/// <param name="Channel">The channel.</param>
/// <param name="Payload">The text; empty when none was given.</param>
internal sealed record Notification(int ProcessId, string Database, string Channel, string Payload);
