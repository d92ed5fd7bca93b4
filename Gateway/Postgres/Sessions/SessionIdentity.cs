using Granary.Grains.Interfaces;

namespace Granary.Gateway.Postgres.Sessions;

/// <summary>Who a session is and where it is.</summary>
/// <param name="ProcessId">The number that stands for a PostgreSQL backend's process id.</param>
/// <param name="User">The user who logged in.</param>
/// <param name="Database">The database connected to.</param>
/// <param name="Project">The one project of the database; null when it is that of all projects.</param>
internal sealed record SessionIdentity(int ProcessId, string User, string Database, ProjectId? Project)
{
    /// <summary>The database that shows all projects.</summary>
    public const string AllProjectsDatabase = "postgres";

    /// <summary>The project that a database's name means; null for that of all projects.</summary>
    public static ProjectId? ProjectOf(string database) => database == AllProjectsDatabase ? null : new ProjectId(database);
}
