using Granary.Sql.Resolving.Tree;
using Granary.Sql.Syntax;

namespace Granary.Sql.Resolving;

/// <summary>GROUP BY, resolved: the distinct keys, and the sets as indexes into them (null for a plain list).</summary>
internal sealed record Grouping(IReadOnlyList<BoundExpression> Keys, IReadOnlyList<IReadOnlyList<int>>? Sets);

/// <summary>Resolves GROUP BY; ROLLUP, CUBE and GROUPING SETS become one list of sets.</summary>
internal sealed class GroupByResolver(SelectResolver select)
{
    private const int MaxSets = 4096;
    private readonly List<BoundExpression> _keys = [];
    private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);

    public Grouping Resolve(GroupByClause clause)
    {
        List<List<int>> sets = [[]];
        var isPlain = true;
        foreach (var item in clause.Items)
        {
            isPlain &= item is GroupingValue;
            var expanded = Sets(item);
            sets = [.. sets.SelectMany(left => expanded.Select(right => left.Concat(right).Distinct().ToList()))];
            if (sets.Count > MaxSets)
                throw Refusal.Of("54001", $"too many grouping sets present (maximum {MaxSets})", item.Position);
        }
        if (clause.IsDistinct)
            sets = [.. sets.DistinctBy(s => string.Join(',', s.Order()))];
        return new Grouping(_keys, isPlain && _keys.Count > 0 ? null : sets);
    }

    private List<List<int>> Sets(GroupingItem item)
    {
        switch (item)
        {
            case GroupingValue value:
                return [KeysOf(value.Value)];
            case EmptyGroupingSet:
                return [[]];
            case RollupGrouping rollup:
                var parts = rollup.Items.Select(KeysOf).ToList();
                return [.. Enumerable.Range(0, parts.Count + 1).Select(dropped => parts.Take(parts.Count - dropped).SelectMany(p => p).Distinct().ToList())];
            case CubeGrouping cube:
                if (cube.Items.Count > 12) throw Refusal.Of("54011", "CUBE is limited to 12 elements", cube.Position);
                var all = cube.Items.Select(KeysOf).ToList();
                return [.. Enumerable.Range(0, 1 << all.Count).Select(mask => all.Where((_, i) => (mask >> (all.Count - 1 - i) & 1) == 0).SelectMany(p => p).Distinct().ToList())];
            case GroupingSets sets:
                return [.. sets.Items.SelectMany(Sets)];
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private List<int> KeysOf(Expression expression)
    {
        if (expression is RowExpression { IsImplicit: true } row) return [.. row.Fields.SelectMany(KeysOf)];
        var key = select.OutputOrInput(expression, ExpressionPlace.GroupBy);
        if (!_indexes.TryGetValue(key.Key, out var index))
        {
            _indexes.Add(key.Key, index = _keys.Count);
            _keys.Add(key);
        }
        return [index];
    }
}
