using Granary.Grains.Interfaces.Errors;
using Granary.Sql.Resolving.Tree;

namespace Granary.Sql.Resolving;

/// <summary>PostgreSQL's rule that a column beside aggregates must be grouped (42803).</summary>
internal sealed class GroupingRules
{
    private readonly HashSet<string> _keys;
    private readonly HashSet<int> _entries = [];
    private readonly Scope _scope;

    private GroupingRules(BoundSelect select, Scope scope)
    {
        _keys = [.. select.GroupBy.Select(k => k.Key)];
        _scope = scope;
        foreach (var from in select.From) Collect(from);
    }

    public static void Check(BoundSelect select, IEnumerable<BoundSort> orderBy, Scope scope)
    {
        var rules = new GroupingRules(select, scope);
        foreach (var target in select.Targets) rules.Visit(target);
        foreach (var sort in orderBy) rules.Visit(sort.Value);
        foreach (var key in select.DistinctOn) rules.Visit(key);
        if (select.Having is not null) rules.Visit(select.Having);
    }

    private void Collect(BoundFrom from)
    {
        if (from is BoundJoin join)
        {
            Collect(join.Left);
            Collect(join.Right);
        }
        else _entries.Add(((RangeEntry)from).Id);
    }

    private void Visit(BoundExpression expression)
    {
        if (expression is BoundConstant or BoundParameter || _keys.Contains(expression.Key)) return;
        switch (expression)
        {
            case BoundAggregate:
                return;
            case BoundGrouping grouping:
                foreach (var argument in grouping.Arguments)
                    if (!_keys.Contains(argument.Key))
                        throw Refusal.Of(SqlState.GroupingError, "arguments to GROUPING must be grouping expressions of the associated query level", argument.Position);
                return;
            case BoundColumn column when _entries.Contains(column.Entry.Id):
                throw Refusal.Of(SqlState.GroupingError,
                    $"column \"{NameOf(column)}\" must appear in the GROUP BY clause or be used in an aggregate function", column.Position);
            case BoundSubquery subquery:
                foreach (var column in OuterColumns.Of(subquery.Query))
                    if (_entries.Contains(column.Entry.Id) && !_keys.Contains(column.Key))
                        throw Refusal.Of(SqlState.GroupingError, $"subquery uses ungrouped column \"{NameOf(column)}\" from outer query", column.Position);
                break;
        }
        foreach (var child in expression.Children) Visit(child);
    }

    private string NameOf(BoundColumn column)
    {
        var item = _scope.Items.FirstOrDefault(i => i.Name is not null && i.Columns.Any(c => c.Value is BoundColumn b && b.Entry == column.Entry));
        return item is null ? column.Name : $"{item.Name}.{column.Name}";
    }
}
