using System.Text.Json;
using Granary.Grains.Interfaces.Errors;
using Npgsql;

namespace Granary.Runtime.ConfigurationDatabase;

/// <summary>
/// What all processes of a cluster must have set alike, such as the bucket and the kind of write-ahead log. The first process
/// writes it down; one that is set otherwise would write where the others don't look, so it is refused.
/// </summary>
internal sealed class ClusterSettings(ClusterDatabase database)
{
    /// <summary>Compares, or writes down what nobody has. A name that only one side has is a difference, too.</summary>
    /// <param name="settings">The settings' names, as a person knows them, and their values.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task AgreeAsync(IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        try
        {
            var agreed = await ReadOrWriteAsync(JsonSerializer.Serialize(settings), cancellationToken);
            var differing = settings.Keys.Union(agreed.Keys).Order(StringComparer.Ordinal)
                .Where(name => settings.GetValueOrDefault(name) != agreed.GetValueOrDefault(name))
                .Select(name => $"{name} is {Quote(settings.GetValueOrDefault(name))} here and {Quote(agreed.GetValueOrDefault(name))} in the cluster")
                .ToList();
            if (differing.Count == 0) return;
            throw DatabaseErrors.Setup(
                $"this process is set otherwise than the cluster '{database.ClusterId}': {string.Join("; ", differing)}",
                "Give it the cluster's settings, or set GRANARY_CLUSTER_ID to begin another cluster.");
        }
        catch (NpgsqlException error)
        {
            throw database.Explain(error);
        }
    }

    private async Task<Dictionary<string, string>> ReadOrWriteAsync(string settings, CancellationToken cancellationToken)
    {
        // Two statements: what a process that was faster has committed is seen by the second alone.
        await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
        await using var insert = new NpgsqlCommand(
            "insert into granary.clusters (cluster_id, settings) values ($1, $2::jsonb) on conflict do nothing", connection)
        {
            Parameters = { new() { Value = database.ClusterId }, new() { Value = settings } },
        };
        await insert.ExecuteNonQueryAsync(cancellationToken);
        await using var read = new NpgsqlCommand("select settings::text from granary.clusters where cluster_id = $1", connection)
        {
            Parameters = { new() { Value = database.ClusterId } },
        };
        return JsonSerializer.Deserialize<Dictionary<string, string>>((string)(await read.ExecuteScalarAsync(cancellationToken))!)
            ?? throw new GranaryException(ErrorKind.Corrupt, $"the settings of cluster '{database.ClusterId}' in {database.Location} are damaged");
    }

    private static string Quote(string? value) => value is null ? "not set" : $"'{value}'";
}
