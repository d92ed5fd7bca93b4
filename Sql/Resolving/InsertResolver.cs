using Granary.Grains.Interfaces.Errors;
using Granary.Grains.Interfaces.Tables;
using Granary.Sql.Catalog;
using Granary.Sql.Catalog.Facts;
using Granary.Sql.Resolving.Tree;
using Granary.Sql.Resolving.Typing;
using Granary.Sql.Syntax;

namespace Granary.Sql.Resolving;

/// <summary>Resolves an INSERT: the target columns, the values as the columns' types by assignment, RETURNING.</summary>
internal sealed class InsertResolver(StatementState state)
{
    public ResolvedInsert Resolve(InsertStatement insert)
    {
        var scope = new Scope(null);
        var ctes = insert.With is null ? [] : new CteResolver(state, scope).Resolve(insert.With);
        var relation = new RelationLookup(state.Session).Find(insert.Target);
        if (relation.IsSystem)
            throw Refusal.Of(SqlState.InsufficientPrivilege, $"permission denied: \"{relation.Name}\" is a system catalog", -1);
        if (insert.Overriding != InsertOverriding.None)
            throw Refusal.Unsupported("OVERRIDING is not supported: there are no identity columns", insert.Position, "Leave it out.");
        RejectConflicts(insert);
        var columns = TargetColumns(insert, relation);
        var (returning, entry) = Returning(insert, relation);
        var result = Source(insert, relation, columns, scope, ctes);
        return result with { Returning = returning, ReturningEntry = entry };
    }

    // Without unique constraints no row can conflict: DO NOTHING is what happens anyway.
    private static void RejectConflicts(InsertStatement insert)
    {
        if (insert.OnConflict is not { } conflict) return;
        if (conflict.Target is ConflictConstraint constraint)
            throw Refusal.Of(SqlState.UndefinedObject, $"constraint \"{constraint.Name}\" for table \"{insert.Target.Name}\" does not exist", -1);
        if (conflict.Target is not null)
            throw Refusal.Of(SqlState.InvalidColumnReference, "there is no unique or exclusion constraint matching the ON CONFLICT specification", -1);
        if (!conflict.IsDoNothing)
            throw Refusal.Of(SqlState.SyntaxError, "ON CONFLICT DO UPDATE requires inference specification or constraint name", conflict.Position,
                "For example, ON CONFLICT (column_name).");
    }

    private static List<int> TargetColumns(InsertStatement insert, Relation relation)
    {
        if (insert.Columns.Count == 0) return [.. Enumerable.Range(0, relation.Columns.Count)];
        var indexes = new List<int>();
        foreach (var column in insert.Columns)
        {
            if (column.Parts.Count > 0)
                throw Refusal.Unsupported("assigning to a part of a column is not supported", column.Position, "Insert the whole value.");
            var index = relation.Table!.IndexOf(column.Name);
            if (index < 0)
                throw Refusal.Of(SqlState.UndefinedColumn, $"column \"{column.Name}\" of relation \"{relation.Name}\" does not exist", column.Position);
            if (indexes.Contains(index))
                throw Refusal.Of(SqlState.DuplicateColumn, $"column \"{column.Name}\" specified more than once", column.Position);
            indexes.Add(index);
        }
        return indexes;
    }

    private ResolvedInsert Source(InsertStatement insert, Relation relation, List<int> columns, Scope scope, IReadOnlyList<BoundCte> ctes)
    {
        switch (insert.Source)
        {
            case DefaultValuesSource:
                return new ResolvedInsert(relation, []) { PlainRows = [[]] };
            case QuerySource { Query: { Body: ValuesBody values, OrderBy.Count: 0, Limit: null, With: null } } when ctes.Count == 0:
                CheckCount(values.Rows[0].Count, columns.Count, insert, values.Rows[0]);
                columns = columns[..values.Rows[0].Count];
                if (PlainRows.TryRead(state, relation, columns, values) is { } plain) return new ResolvedInsert(relation, columns) { PlainRows = plain };
                return Values(relation, columns, values, scope);
            case QuerySource source:
                var query = new QueryResolver(state).Resolve(source.Query, scope, keepUnknown: true);
                CheckCount(query.Columns.Count, columns.Count, insert, null);
                columns = columns[..query.Columns.Count];
                var wanted = columns.Select(c => new OutputColumn(relation.Columns[c].Name, relation.Columns[c].Type, relation.Columns[c].Typmod)).ToList();
                query = new QueryResolver(state).Retype(query, wanted);
                return new ResolvedInsert(relation, columns) { Source = Assigned(query, relation, columns, ctes) };
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static void CheckCount(int values, int columns, InsertStatement insert, IReadOnlyList<Expression>? row)
    {
        if (values > columns)
            throw Refusal.Of(SqlState.SyntaxError, "INSERT has more expressions than target columns", row?[columns].Position ?? insert.Source.Position);
        if (values < columns && insert.Columns.Count > 0)
            throw Refusal.Of(SqlState.SyntaxError, "INSERT has more target columns than expressions", insert.Columns[values].Position);
    }

    // Each value is assigned to its column by itself: rows need no common type.
    private ResolvedInsert Values(Relation relation, List<int> columns, ValuesBody values, Scope scope)
    {
        var defaulted = Enumerable.Range(0, columns.Count).Where(i => values.Rows.All(r => r[i] is DefaultExpression)).ToHashSet();
        var kept = Enumerable.Range(0, columns.Count).Where(i => !defaulted.Contains(i)).ToList();
        var expressions = new ExpressionResolver(state, scope, ExpressionPlace.Insert);
        var rows = values.Rows.Select(row => kept.Select(i => Value(expressions, row[i], relation, columns[i])).ToList()).ToList();
        var targets = kept.Select(i => columns[i]).ToList();
        var outputs = targets.Select(c => new OutputColumn(relation.Columns[c].Name, relation.Columns[c].Type, relation.Columns[c].Typmod)).ToList();
        return new ResolvedInsert(relation, targets) { Source = new ResolvedQuery { Body = new BoundValues { Columns = outputs, Rows = rows } } };
    }

    private BoundExpression Value(ExpressionResolver expressions, Expression value, Relation relation, int index)
    {
        var column = relation.Columns[index];
        if (value is DefaultExpression)
            return relation.Table!.Columns[index].Default is ColumnDefault.Null or ColumnDefault.DateOfTime or ColumnDefault.Project
                ? new BoundConstant(column.Type, null, value.Position)
                : throw Refusal.Unsupported("DEFAULT beside expressions is not supported for this column", value.Position, "Leave the column out of the list, in a statement of its own.");
        // An empty array takes the column's type: clients write ARRAY[] without a cast.
        if (value is ArrayExpression { Elements.Count: 0 } && column.Type.IsArray) return new BoundArray([], column.Type, value.Position);
        return Assign(expressions.Resolve(value), column);
    }

    private BoundExpression Assign(BoundExpression value, RelationColumn column) =>
        state.Coercion.TryToTarget(value, column.Type, column.Typmod, CastContext.Assignment) ?? throw Refusal.Of(SqlState.DatatypeMismatch,
            $"column \"{column.Name}\" is of type {TypeNames.Format(column.Type)} but expression is of type {TypeNames.Format(value.Type)}", value.Position,
            "You will need to rewrite or cast the expression.");

    // SELECT cast columns FROM (the query).
    private ResolvedQuery Assigned(ResolvedQuery query, Relation relation, List<int> columns, IReadOnlyList<BoundCte> ctes)
    {
        var entry = new SubqueryEntry(state.NextEntry(), query) { Columns = query.Columns };
        var targets = columns.Select((c, i) =>
            Assign(new BoundColumn(entry, i, query.Columns[i].Type, -1) { Typmod = query.Columns[i].Typmod }, relation.Columns[c])).ToList();
        return new ResolvedQuery
        {
            Ctes = ctes,
            Body = new BoundSelect
            {
                Targets = targets,
                From = [entry],
                Columns = [.. targets.Select((t, i) => new OutputColumn(relation.Columns[columns[i]].Name, t.Type, t.Typmod))],
            },
        };
    }

    private (ResolvedQuery?, TableEntry?) Returning(InsertStatement insert, Relation relation)
    {
        if (insert.Returning.Count == 0) return (null, null);
        var reference = new TableReference(insert.Target.Position, insert.Target)
        {
            Alias = insert.Alias is null ? null : new TableAlias(insert.Position, insert.Alias, []),
        };
        var select = new Query(insert.Position, new SelectBody(insert.Position, insert.Returning) { From = [reference] });
        var scan = state.Scans.Count;
        var query = new QueryResolver(state).Resolve(select, null);
        if (query.Body is BoundSelect { IsAggregated: true })
            throw Refusal.Of(SqlState.GroupingError, "aggregate functions are not allowed in RETURNING", insert.Returning[0].Position);
        _ = relation;
        return (query, state.Scans[scan]);
    }
}
