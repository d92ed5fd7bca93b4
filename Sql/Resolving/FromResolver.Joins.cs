using Granary.Grains.Interfaces.Errors;
using Granary.Sql.Resolving.Tree;
using Granary.Sql.Resolving.Typing;
using Granary.Sql.Syntax;

namespace Granary.Sql.Resolving;

/// <summary>Joins: ON, USING and NATURAL.</summary>
internal sealed partial class FromResolver
{
    private (BoundFrom, List<ScopeItem>) Join(JoinReference join)
    {
        var start = scope.Items.Count;
        var (left, leftItems) = Resolve(join.Left);
        // The right side may be LATERAL over the left, so the left is in scope while it is resolved.
        foreach (var item in leftItems) Add(item);
        var (right, rightItems) = Resolve(join.Right);
        foreach (var item in rightItems) Add(item);
        var names = join.IsNatural ? CommonNames(leftItems, rightItems) : join.Using;
        var outside = scope.Items.Take(start).ToList();
        BoundExpression? condition;
        var items = leftItems.Concat(rightItems).ToList();
        if (names is null) condition = join.On is null ? null : On(join.On, outside);
        else (condition, items) = Using(join, names, leftItems, rightItems);
        scope.Items.RemoveRange(start, scope.Items.Count - start);
        if (join.Alias is { } alias) items = Renamed(alias, items);
        var kind = join.Kind is JoinKind.Cross or JoinKind.Unspecified || (condition is null && join.Kind == JoinKind.Inner) ? JoinKind.Cross : join.Kind;
        return (new BoundJoin(kind, left, right, condition), items);
    }

    // ON sees the join's two sides and the outer levels, not the other items of FROM.
    private BoundExpression On(Expression on, List<ScopeItem> outside)
    {
        var hidden = outside.Where(i => i.IsReachable).ToList();
        foreach (var item in hidden) item.IsReachable = false;
        var condition = new ExpressionResolver(state, scope, ExpressionPlace.JoinCondition);
        var bound = state.Coercion.ToBoolean(condition.Resolve(on), "JOIN/ON");
        foreach (var item in hidden) item.IsReachable = true;
        return bound;
    }

    private static List<string> CommonNames(List<ScopeItem> left, List<ScopeItem> right)
    {
        var names = right.Where(i => i.AreColumnsVisible).SelectMany(i => i.Expanded).Select(c => c.Name).ToHashSet();
        return [.. left.Where(i => i.AreColumnsVisible).SelectMany(i => i.Expanded).Select(c => c.Name).Where(names.Contains).Distinct()];
    }

    private (BoundExpression?, List<ScopeItem>) Using(JoinReference join, IReadOnlyList<string> names, List<ScopeItem> left, List<ScopeItem> right)
    {
        var resolver = new ExpressionResolver(state, scope, ExpressionPlace.JoinCondition);
        var conditions = new List<BoundExpression>();
        var merged = new List<ScopeColumn>();
        foreach (var name in names)
        {
            var (a, b) = (Find(left, name, "left", join.Position), Find(right, name, "right", join.Position));
            ColumnLookup.Use(a, -1);
            ColumnLookup.Use(b, -1);
            var equality = resolver.Compare("=", a, b, join.Position);
            conditions.Add(equality);
            merged.Add(new ScopeColumn(name, Merge(join.Kind, a, b)));
        }
        var items = new List<ScopeItem>
        {
            new() { Name = join.UsingAlias, Columns = merged, IsNameVisible = join.UsingAlias is not null },
        };
        items.AddRange(left.Concat(right).Select(item => Hide(item, names)));
        BoundExpression? condition = conditions.Count switch
        {
            0 => null,
            1 => conditions[0],
            _ => new BoundLogic(true, conditions, join.Position),
        };
        return (condition, items);
    }

    private BoundExpression Merge(JoinKind kind, BoundExpression left, BoundExpression right)
    {
        var type = CommonTypes.Select([left, right], "JOIN/USING");
        var (a, b) = (state.Coercion.Apply(left, type, -1, false), state.Coercion.Apply(right, type, -1, false));
        return kind switch
        {
            JoinKind.Right => b,
            JoinKind.Full => new BoundVariadic(VariadicKind.Coalesce, [a, b], type, -1),
            _ => a,
        };
    }

    private static BoundExpression Find(List<ScopeItem> items, string name, string side, int position)
    {
        var matches = items.Where(i => i.AreColumnsVisible).SelectMany(i => i.Expanded).Where(c => c.Name == name).ToList();
        return matches.Count switch
        {
            0 => throw Refusal.Of(SqlState.UndefinedColumn, $"column \"{name}\" specified in USING clause does not exist in {side} table", position),
            1 => matches[0].Value,
            _ => throw Refusal.Of(SqlState.AmbiguousColumn, $"common column name \"{name}\" appears more than once in {side} table", position),
        };
    }

    private static ScopeItem Hide(ScopeItem item, IReadOnlyList<string> names) => new()
    {
        Name = item.Name,
        Schema = item.Schema,
        TableName = item.TableName,
        IsNameVisible = item.IsNameVisible,
        AreColumnsVisible = item.AreColumnsVisible,
        Columns = [.. item.Columns.Select(c => names.Contains(c.Name) ? c with { IsHidden = true } : c)],
    };

    // An alias on a parenthesised join hides the names inside.
    private static List<ScopeItem> Renamed(TableAlias alias, List<ScopeItem> items)
    {
        var columns = items.Where(i => i.AreColumnsVisible).SelectMany(i => i.Expanded)
            .Select((c, i) => i < alias.Columns.Count ? c with { Name = alias.Columns[i] } : c).ToList();
        if (alias.Columns.Count > columns.Count)
            throw Refusal.Of(SqlState.InvalidColumnReference,
                $"join expression \"{alias.Name}\" has {columns.Count} columns available but {alias.Columns.Count} columns specified", alias.Position);
        foreach (var item in items) item.IsNameVisible = item.AreColumnsVisible = false;
        return [new ScopeItem { Name = alias.Name, Columns = columns }, .. items];
    }
}
