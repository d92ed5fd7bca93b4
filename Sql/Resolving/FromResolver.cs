using Granary.Grains.Interfaces.Errors;
using Granary.Sql.Resolving.Tree;
using Granary.Sql.Syntax;

namespace Granary.Sql.Resolving;

/// <summary>Resolves FROM: brings tables, subqueries, functions and joins into the scope.</summary>
internal sealed partial class FromResolver(StatementState state, Scope scope)
{
    public IReadOnlyList<BoundFrom> Resolve(IReadOnlyList<FromItem> items)
    {
        var resolved = new List<BoundFrom>();
        foreach (var item in items)
        {
            var (from, added) = Resolve(item);
            foreach (var one in added) Add(one);
            resolved.Add(from);
        }
        return resolved;
    }

    private void Add(ScopeItem item)
    {
        if (item.Name is { } name && item.IsNameVisible
            && scope.Items.Any(i => i.IsNameVisible && i.Name == name && !(i.Schema is not null && item.Schema is not null && i.Schema != item.Schema)))
            throw Refusal.Of("42712", $"table name \"{name}\" specified more than once", -1);
        scope.Items.Add(item);
    }

    private (BoundFrom From, List<ScopeItem> Items) Resolve(FromItem item) => item switch
    {
        TableReference table => Table(table),
        SubqueryReference subquery => Subquery(subquery),
        FunctionReference function => Function(function),
        JoinReference join => Join(join),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private (BoundFrom, List<ScopeItem>) Table(TableReference table)
    {
        if (table.Sample is { } sample)
            throw Refusal.Unsupported("TABLESAMPLE is not supported", sample.Position, "Filter with a condition on random() instead.");
        RangeEntry entry;
        string? schema = null;
        if (table.Name.Parts.Count == 1 && scope.FindCte(table.Name.Name) is { } cte)
        {
            cte.IsReferenced = true;
            entry = new CteEntry(state.NextEntry(), cte) { Columns = cte.Columns };
        }
        else
        {
            var relation = new RelationLookup(state.Session).Find(table.Name);
            schema = relation.Schema;
            entry = state.AddScan(relation, [.. relation.Columns.Select(c => new OutputColumn(c.Name, c.Type, c.Typmod))]);
        }
        return (entry, [Item(entry, table.Alias, table.Name.Name, schema)]);
    }

    private (BoundFrom, List<ScopeItem>) Subquery(SubqueryReference subquery)
    {
        var query = Beside(subquery.IsLateral, () => new QueryResolver(state).Resolve(subquery.Query, scope));
        var entry = new SubqueryEntry(state.NextEntry(), query) { Columns = query.Columns, IsLateral = subquery.IsLateral };
        return (entry, [Item(entry, subquery.Alias, subquery.Alias.Name, null)]);
    }

    // Items to the left are seen by LATERAL alone; naming them otherwise is an error with a hint, not a silent miss.
    private T Beside<T>(bool isLateral, Func<T> resolve)
    {
        var hidden = isLateral ? [] : scope.Items.Where(i => i.IsReachable).ToList();
        foreach (var item in hidden) item.IsReachable = false;
        var result = resolve();
        foreach (var item in hidden) item.IsReachable = true;
        return result;
    }

    private static ScopeItem Item(RangeEntry entry, TableAlias? alias, string name, string? schema)
    {
        if (alias is not null && alias.Columns.Count > entry.Columns.Count)
            throw Refusal.Of(SqlState.InvalidColumnReference,
                $"table \"{alias.Name}\" has {entry.Columns.Count} columns available but {alias.Columns.Count} columns specified", alias.Position);
        var columns = entry.Columns.Select((c, i) => new ScopeColumn(alias is not null && i < alias.Columns.Count ? alias.Columns[i] : c.Name,
            new BoundColumn(entry, i, c.Type, -1) { Typmod = c.Typmod })).ToList();
        return new ScopeItem { Name = alias?.Name ?? name, Schema = alias is null ? schema : null, TableName = name, Columns = columns };
    }
}
