using Granary.Sql.Resolving.Tree;
using Granary.Sql.Syntax;

namespace Granary.Sql.FrontEnd.Scans;

/// <summary>
/// Finds what every scan's wanted rows satisfy:
/// 1. WHERE restricts all entries, whatever the joins: a restriction is strict, so rows that a join has filled with NULLs fail it too;
/// 2. ON restricts both sides of an inner join, the inner side of an outer join, none of a full join;
/// 3. equalities carry restrictions from column to column, into correlated subqueries too;
/// 4. restrictions of a subquery's columns go down into it where they are group keys or plain columns and no LIMIT stands between;
/// 5. those of a common table expression go down if every use has one.
/// </summary>
internal sealed class RestrictionFinder
{
    private readonly Dictionary<TableEntry, Dictionary<int, Restriction>> _found = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<int, List<Dictionary<int, Restriction>>> _uses = [];

    public static IReadOnlyDictionary<TableEntry, Dictionary<int, Restriction>> Find(ResolvedQuery query)
    {
        var finder = new RestrictionFinder();
        finder.Query(query, [], null);
        return finder._found;
    }

    private void Query(ResolvedQuery query, Dictionary<int, Restriction> outputs, RowFacts? outer)
    {
        if (query.Limit is not null || query.Offset is not null) outputs = [];
        switch (query.Body)
        {
            case BoundSelect select:
                Select(select, query, outputs, outer);
                break;
            case BoundSetOperation operation:
                Query(operation.Left, Kept(operation, operation.Left, outputs), outer);
                Query(operation.Right, Kept(operation, operation.Right, outputs), outer);
                break;
            case BoundValues values:
                foreach (var value in values.Rows.SelectMany(r => r)) Subqueries(value, outer);
                break;
        }
        // The last one first: it may use those before it.
        foreach (var cte in query.Ctes.Reverse())
            if (cte.Query is not null)
                Query(cte.Query, cte.IsRecursive ? [] : Common(cte), null);
    }

    private static Dictionary<int, Restriction> Kept(BoundSetOperation operation, ResolvedQuery side, Dictionary<int, Restriction> outputs) =>
        outputs.Where(o => side.Columns[o.Key].Type == operation.Columns[o.Key].Type).ToDictionary(o => o.Key, o => o.Value);

    private Dictionary<int, Restriction> Common(BoundCte cte)
    {
        if (!_uses.TryGetValue(cte.Id, out var uses)) return [];
        var common = new Dictionary<int, Restriction>();
        foreach (var ordinal in uses[0].Keys.Where(k => uses.All(u => u.ContainsKey(k))))
            common[ordinal] = uses.Select(u => u[ordinal]).Aggregate((a, b) => new Restriction.Either(a, b));
        return common;
    }

    private void Select(BoundSelect select, ResolvedQuery query, Dictionary<int, Restriction> outputs, RowFacts? outer)
    {
        var facts = new RowFacts(outer);
        if (select.Where is not null) facts.AddCondition(select.Where, static _ => true);
        foreach (var from in select.From) Joins(from, facts);
        foreach (var (ordinal, restriction) in outputs)
            if (Conditions.Column(select.Targets[ordinal]) is { } column && GoesDown(select, query, select.Targets[ordinal]))
                facts.Add(column, restriction);
        facts.Spread();
        foreach (var from in select.From) Entries(from, facts);
        foreach (var expression in Top(select, query)) Subqueries(expression, facts);
    }

    private static IEnumerable<BoundExpression> Top(BoundSelect select, ResolvedQuery query) =>
        select.Targets.Concat(select.GroupBy).Concat(select.DistinctOn).Concat(query.OrderBy.Select(s => s.Value))
            .Concat(select.Where is null ? [] : [select.Where]).Concat(select.Having is null ? [] : [select.Having]);

    // A row less must change nothing but the rows of its own value.
    private static bool GoesDown(BoundSelect select, ResolvedQuery query, BoundExpression target)
    {
        if (select.IsAggregated && select.GroupBy.All(k => k.Key != target.Key)) return false;
        if (select.DistinctOn.Count > 0 && select.DistinctOn.All(k => k.Key != target.Key)) return false;
        return Top(select, query).SelectMany(e => e.SelfAndDescendants()).OfType<BoundWindowCall>()
            .All(w => w.Window.PartitionBy.Any(p => p.Key == target.Key));
    }

    private static void Joins(BoundFrom from, RowFacts facts)
    {
        if (from is not BoundJoin join) return;
        Joins(join.Left, facts);
        Joins(join.Right, facts);
        if (join.Condition is null || join.Kind == JoinKind.Full) return;
        var inner = join.Kind switch
        {
            JoinKind.Left => Ids(join.Right).ToHashSet(),
            JoinKind.Right => Ids(join.Left).ToHashSet(),
            _ => null,
        };
        facts.AddCondition(join.Condition, entry => inner is null || inner.Contains(entry));
    }

    private static IEnumerable<int> Ids(BoundFrom from) => from is BoundJoin join ? Ids(join.Left).Concat(Ids(join.Right)) : [((RangeEntry)from).Id];

    private void Entries(BoundFrom from, RowFacts facts)
    {
        switch (from)
        {
            case BoundJoin join:
                Entries(join.Left, facts);
                Entries(join.Right, facts);
                if (join.Condition is not null) Subqueries(join.Condition, null);
                break;
            case TableEntry table:
                _found[table] = facts.Of(table);
                break;
            case SubqueryEntry subquery:
                Query(subquery.Query, facts.Of(subquery), subquery.IsLateral ? facts : null);
                break;
            case CteEntry cte:
                if (!_uses.TryGetValue(cte.Cte.Id, out var uses)) _uses.Add(cte.Cte.Id, uses = []);
                uses.Add(facts.Of(cte));
                break;
            case FunctionEntry function:
                foreach (var one in function.Functions) Subqueries(one.Call, facts);
                break;
        }
    }

    private void Subqueries(BoundExpression expression, RowFacts? facts)
    {
        foreach (var part in expression.SelfAndDescendants())
            if (part is BoundSubquery subquery)
                Query(subquery.Query, [], facts);
    }
}
