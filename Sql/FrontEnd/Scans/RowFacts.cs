using Granary.Sql.Catalog.Facts;
using Granary.Sql.Resolving.Tree;

namespace Granary.Sql.FrontEnd.Scans;

/// <summary>A column of a range entry.</summary>
internal readonly record struct ColumnKey(int Entry, int Ordinal);

/// <summary>
/// What is known of the wanted rows of one SELECT: restrictions of columns, and equalities along which they spread. A fact is
/// noted only if a row that breaks it can't contribute to the result.
/// </summary>
internal sealed class RowFacts
{
    private readonly Dictionary<ColumnKey, Restriction> _restrictions = [];
    private readonly List<(ColumnKey From, ColumnKey To)> _edges = [];

    public RowFacts(RowFacts? outer)
    {
        if (outer is null) return;
        foreach (var (key, restriction) in outer._restrictions) _restrictions[key] = restriction;
    }

    public void Add(ColumnKey key, Restriction restriction) =>
        _restrictions[key] = _restrictions.TryGetValue(key, out var known) ? new Restriction.Both(known, restriction) : restriction;

    /// <summary>Notes what a condition says, as far as it concerns entries that <paramref name="applies"/> accepts.</summary>
    public void AddCondition(BoundExpression condition, Func<int, bool> applies)
    {
        foreach (var conjunct in Conjuncts(condition))
        {
            foreach (var (key, restriction) in Conditions.Of(conjunct))
                if (applies(key.Entry))
                    Add(key, restriction);
            if (conjunct is BoundOperator { Operator.Name: "=" } equality && Conditions.Column(equality.Left!) is { } left && Conditions.Column(equality.Right) is { } right
                && PgTypes.BaseOf(equality.Left!.Type) == PgTypes.BaseOf(equality.Right.Type))
            {
                if (applies(right.Entry)) _edges.Add((left, right));
                if (applies(left.Entry)) _edges.Add((right, left));
            }
        }
    }

    /// <summary>Carries restrictions along equalities until nothing changes.</summary>
    public void Spread()
    {
        var carried = new HashSet<(ColumnKey, ColumnKey)>();
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var (from, to) in _edges)
            {
                if (!_restrictions.TryGetValue(from, out var restriction) || !carried.Add((from, to))) continue;
                carried.Add((to, from));
                Add(to, restriction);
                changed = true;
            }
        }
    }

    /// <summary>The restrictions of one entry's columns by ordinal.</summary>
    public Dictionary<int, Restriction> Of(RangeEntry entry) =>
        _restrictions.Where(r => r.Key.Entry == entry.Id).ToDictionary(r => r.Key.Ordinal, r => r.Value);

    private static IEnumerable<BoundExpression> Conjuncts(BoundExpression condition) =>
        condition is BoundLogic { IsAnd: true } and ? and.Operands.SelectMany(Conjuncts) : [condition];
}
