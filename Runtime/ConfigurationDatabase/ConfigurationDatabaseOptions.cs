using System.ComponentModel.DataAnnotations;

namespace Granary.Runtime.ConfigurationDatabase;

/// <summary>Where the configuration database of a cluster is, and how much of it this process may use.</summary>
public sealed class ConfigurationDatabaseOptions
{
    /// <summary>Its address: a URL (`postgresql://user:password@host:5432/database?sslmode=require`) or Npgsql's `Host=…;Database=…` form.</summary>
    [Required]
    public string Url { get; set; } = "";

    /// <summary>The cluster: processes with the same id work together, others in the same database know nothing of them.</summary>
    [Required]
    [RegularExpression("^[a-z0-9][a-z0-9_-]{0,39}$", ErrorMessage = "GRANARY_CLUSTER_ID must be 1 to 40 of a-z, 0-9, _ and -, and begin with a letter or digit.")]
    public string ClusterId { get; set; } = "granary";

    /// <summary>Connections that this process holds at most. More bear more grains taken at the same time; PostgreSQL's max_connections must allow for all processes. Default 20.</summary>
    [Range(4, 1000)]
    public int MaxConnections { get; set; } = 20;

    /// <summary>How long opening a connection may take. Default 5 s.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a statement may take unless it says otherwise. Default 10 s.</summary>
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(10);
}
