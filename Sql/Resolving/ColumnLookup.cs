using Granary.Grains.Interfaces.Errors;
using Granary.Sql.Resolving.Tree;
using Granary.Sql.Syntax;

namespace Granary.Sql.Resolving;

/// <summary>Finds what a column reference means in a scope and those around it.</summary>
internal sealed class ColumnLookup(Scope scope, StatementState state)
{
    public BoundExpression Resolve(ColumnReference reference)
    {
        var names = reference.Names;
        var found = names.Count switch
        {
            1 => ByName(names[0], reference.Position) ?? WholeRow(names[0], reference.Position) ?? throw MissingColumn(names[0], reference.Position),
            2 => Qualified(null, names[0], names[1], reference.Position),
            3 => Qualified(names[0], names[1], names[2], reference.Position),
            4 when names[0] == state.Session.Catalog.DatabaseName => Qualified(names[1], names[2], names[3], reference.Position),
            _ => throw Refusal.Of(SqlState.SyntaxError, $"improper qualified name (too many dotted names): {string.Join('.', names)}", reference.Position),
        };
        return Use(found, reference.Position);
    }

    /// <summary>A bare column name in this level alone: ORDER BY and GROUP BY ask so.</summary>
    public BoundExpression? InThisLevel(string name, int position) => InLevel(scope, name, position) is { } found ? Use(found, position) : null;

    /// <summary>The items that a star stands for: all of this level, or the one that is named.</summary>
    public IEnumerable<ScopeColumn> Star(StarReference star)
    {
        if (star.Qualifier.Count == 0)
            return scope.Items.Where(i => i.AreColumnsVisible).SelectMany(i => i.Expanded);
        var schema = star.Qualifier.Count > 1 ? star.Qualifier[^2] : null;
        return FindItem(schema, star.Qualifier[^1], star.Position) is { } item
            ? item.Expanded.Concat(item.Columns.Where(c => c.IsHidden)).OrderBy(c => item.Columns.ToList().IndexOf(c))
            : throw MissingTable(star.Qualifier[^1], star.Position);
    }

    /// <summary>Notes that a table's column is read.</summary>
    public static BoundExpression Use(BoundExpression value, int position)
    {
        foreach (var part in value.SelfAndDescendants())
            if (part is BoundColumn { Entry: TableEntry table } column)
                table.UsedColumns.Add(column.Ordinal);
        return value with { Position = position };
    }

    private BoundExpression? ByName(string name, int position)
    {
        for (var level = scope; level is not null; level = level.Parent)
            if (InLevel(level, name, position) is { } found)
                return found;
        return null;
    }

    private static BoundExpression? InLevel(Scope level, string name, int position)
    {
        BoundExpression? found = null;
        foreach (var item in level.Items)
        {
            if (!item.AreColumnsVisible) continue;
            foreach (var column in item.Columns)
            {
                if (column.IsHidden || column.Name != name) continue;
                if (!item.IsReachable) throw NotLateral(item.Name ?? name, position);
                if (found is not null) throw Refusal.Of(SqlState.AmbiguousColumn, $"column reference \"{name}\" is ambiguous", position);
                found = column.Value;
            }
        }
        return found;
    }

    private BoundRow? WholeRow(string name, int position)
    {
        if (FindItem(null, name, position) is not { } item) return null;
        var columns = item.Expanded.ToList();
        return new BoundRow([.. columns.Select(c => c.Value)], [.. columns.Select(c => c.Name)], position);
    }

    private BoundExpression Qualified(string? schema, string table, string name, int position)
    {
        if (FindItem(schema, table, position) is not { } item) throw MissingTable(table, position);
        var matches = item.Columns.Where(c => c.Name == name).ToList();
        if (matches.Count > 1) throw Refusal.Of(SqlState.AmbiguousColumn, $"column reference \"{name}\" is ambiguous", position);
        if (matches.Count == 1) return matches[0].Value;
        throw Refusal.Of(SqlState.UndefinedColumn, $"column {table}.{name} does not exist", position, Similar(name, item));
    }

    private ScopeItem? FindItem(string? schema, string table, int position)
    {
        for (var level = scope; level is not null; level = level.Parent)
        {
            ScopeItem? found = null;
            foreach (var item in level.Items)
            {
                if (!item.IsNameVisible || item.Name != table || (schema is not null && item.Schema != schema)) continue;
                if (!item.IsReachable) throw NotLateral(table, position);
                if (found is not null) throw Refusal.Of("42P09", $"table reference \"{table}\" is ambiguous", position);
                found = item;
            }
            if (found is not null) return found;
        }
        return null;
    }

    private static GranaryException NotLateral(string table, int position) =>
        Refusal.Of(SqlState.UndefinedTable, $"invalid reference to FROM-clause entry for table \"{table}\"", position,
            $"There is an entry for table \"{table}\", but it cannot be referenced from this part of the query.");

    private GranaryException MissingTable(string table, int position)
    {
        for (var level = scope; level is not null; level = level.Parent)
        {
            if (level.Items.Any(i => i.Name == table && !i.IsNameVisible))
                return NotLateral(table, position);
            if (level.Items.FirstOrDefault(i => i.TableName == table && i.Name != table) is { } aliased)
                return Refusal.Of(SqlState.UndefinedTable, $"invalid reference to FROM-clause entry for table \"{table}\"", position,
                    $"Perhaps you meant to reference the table alias \"{aliased.Name}\".");
        }
        return Refusal.Of(SqlState.UndefinedTable, $"missing FROM-clause entry for table \"{table}\"", position);
    }

    private GranaryException MissingColumn(string name, int position)
    {
        for (var level = scope; level is not null; level = level.Parent)
            foreach (var item in level.Items)
                if (Similar(name, item) is { } hint)
                    return Refusal.Of(SqlState.UndefinedColumn, $"column \"{name}\" does not exist", position, hint);
        return Refusal.Of(SqlState.UndefinedColumn, $"column \"{name}\" does not exist", position);
    }

    private static string? Similar(string name, ScopeItem item)
    {
        var best = item.Columns.Select(c => (c.Name, Distance: EditDistance.Of(name, c.Name))).OrderBy(c => c.Distance).FirstOrDefault();
        return best.Name is not null && best.Distance <= Math.Max(1, name.Length / 3)
            ? $"Perhaps you meant to reference the column \"{(item.Name is null ? "" : item.Name + ".")}{best.Name}\"."
            : null;
    }
}
