using Granary.Engine.DuckDb;

namespace Granary.Engine.Query;

/// <summary>A connection with the plans it keeps; used by one statement at a time.</summary>
internal sealed class QueryConnection(DuckDbDatabase database, int maxPlans) : IDisposable
{
    private readonly DuckDbConnection _connection = database.Connect();
    private readonly LeastRecentlyUsed<QueryPlan> _plans = new(maxPlans);

    public QueryPlan Plan(IReadOnlyList<string> pieces, IReadOnlyList<ScanInput> scans)
    {
        string key = QueryText.PlanKey(pieces, scans);
        if (_plans.TryGet(key, out QueryPlan? known))
            return known;

        QueryPlan plan = QueryPlan.Create(database, _connection, pieces, scans);
        _plans.Add(key, plan);
        return plan;
    }

    public void Dispose()
    {
        _plans.Dispose();
        _connection.Dispose();
    }
}
