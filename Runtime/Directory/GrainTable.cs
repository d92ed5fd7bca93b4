using System.Globalization;
using Granary.Runtime.ConfigurationDatabase;
using Granary.Runtime.Membership;
using Npgsql;

namespace Granary.Runtime.Directory;

/// <summary>
/// The statements on `granary.grains`, one round trip each. The row's lock makes takers queue up; each then sees the row as the
/// one before has left it, so of any number that race one gets each epoch.
/// </summary>
internal sealed class GrainTable(ClusterDatabase database)
{
    // The silos are read as of the statement's beginning, which is safe in each case: a death is for ever; and a row that is
    // absent for good, not just not there yet, has a generation below the taker's, since joins commit in the order of theirs.
    // A silo may take what it has already: it has ended its activation, and the release got lost.
    private const string Take = """
        insert into granary.grains as g (cluster_id, grain, endpoint, generation, epoch)
        select $1, $2, $3, $4, 1
        where exists (select from granary.silos where cluster_id = $1 and endpoint = $3 and generation = $4 and status <> 'dead')
        on conflict (cluster_id, grain) do update
        set endpoint = excluded.endpoint, generation = excluded.generation, epoch = g.epoch + 1
        where g.endpoint is null
           or (g.endpoint = excluded.endpoint and g.generation = excluded.generation)
           or exists (select from granary.silos s where s.cluster_id = g.cluster_id and s.endpoint = g.endpoint and s.generation = g.generation and s.status = 'dead')
           or (g.generation < excluded.generation and not exists (
                select from granary.silos s where s.cluster_id = g.cluster_id and s.endpoint = g.endpoint and s.generation = g.generation))
        returning epoch
        """;

    private const string Read = """
        select g.endpoint, g.generation, g.epoch from granary.grains g join granary.silos s using (cluster_id, endpoint, generation)
        where g.cluster_id = $1 and g.grain = $2 and s.status <> 'dead'
        """;

    // The epoch rises here, too: what the old owner could still have under way is fenced before there is a new one.
    private const string Release = """
        update granary.grains set endpoint = null, generation = null, epoch = epoch + 1
        where cluster_id = $1 and grain = $2 and endpoint = $3 and generation = $4 and epoch = $5
        """;

    /// <summary>Takes the grain if nobody alive has it; null when somebody has, or the taker isn't alive.</summary>
    public async Task<GrainAddress?> TakeAsync(GrainId grain, SiloAddress silo, CancellationToken cancellationToken)
    {
        await using var command = Command(Take, grain, silo.Endpoint, silo.Generation);
        return await command.ExecuteScalarAsync(cancellationToken) is long epoch ? new GrainAddress(grain, silo, epoch) : null;
    }

    /// <summary>The owner that is alive, or null.</summary>
    public async Task<GrainAddress?> ReadAsync(GrainId grain, CancellationToken cancellationToken)
    {
        await using var command = Command(Read, grain);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new GrainAddress(grain, new SiloAddress(reader.GetString(0), reader.GetInt64(1)), reader.GetInt64(2))
            : null;
    }

    /// <summary>Frees the grain if it is still held so.</summary>
    public async Task ReleaseAsync(GrainAddress address, CancellationToken cancellationToken)
    {
        await using var command = Command(Release, address.Grain, address.Silo.Endpoint, address.Silo.Generation, address.Epoch);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private NpgsqlCommand Command(string sql, GrainId grain, params ReadOnlySpan<object> values)
    {
        var command = database.Source.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = database.ClusterId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = string.Create(CultureInfo.InvariantCulture, $"{grain.Type}/{grain.Key}") });
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }
}
