using Granary.Grains.Interfaces.Errors;
using Npgsql;

namespace Granary.Runtime.ConfigurationDatabase;

/// <summary>
/// The configuration database of this process's cluster: one bounded pool of connections, and the cluster's id. Made once in
/// the composition root; whoever keeps something in the database gets this.
/// </summary>
public sealed class ClusterDatabase : IAsyncDisposable
{
    /// <summary>Makes the pool; connects to nothing.</summary>
    /// <param name="options">Where it is.</param>
    public ClusterDatabase(ConfigurationDatabaseOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var settings = DatabaseUrl.Parse(options.Url);
        settings.Pooling = true;
        settings.MaxPoolSize = options.MaxConnections;
        settings.Timeout = Seconds(options.ConnectTimeout);
        settings.CommandTimeout = Seconds(options.CommandTimeout);
        // A connection that doesn't answer is given up at once, instead of asking it politely to cancel.
        settings.CancellationTimeout = -1;
        settings.KeepAlive = 10;
        settings.ApplicationName ??= $"granary {options.ClusterId}";
        ClusterId = options.ClusterId;
        Location = $"{settings.Host}:{settings.Port}/{settings.Database ?? settings.Username}";
        Source = new NpgsqlDataSourceBuilder(settings.ConnectionString).Build();
    }

    /// <summary>The cluster: the first column of every key.</summary>
    public string ClusterId { get; }

    /// <summary>Host, port and database, for messages to people.</summary>
    public string Location { get; }

    /// <summary>The connections.</summary>
    public NpgsqlDataSource Source { get; }

    /// <summary>What an error of the database means to whoever waits for it.</summary>
    /// <param name="error">What was thrown.</param>
    public GranaryException Explain(NpgsqlException error) => DatabaseErrors.Explain(error, Location);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Source.DisposeAsync();

    private static int Seconds(TimeSpan time) => Math.Max(1, (int)Math.Ceiling(time.TotalSeconds));
}
