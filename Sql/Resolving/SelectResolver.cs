using Granary.Grains.Interfaces.Errors;
using Granary.Sql.Catalog.Facts;
using Granary.Sql.Resolving.Tree;
using Granary.Sql.Resolving.Typing;
using Granary.Sql.Syntax;

namespace Granary.Sql.Resolving;

/// <summary>Resolves one SELECT in PostgreSQL's order: FROM, targets, WHERE, HAVING, ORDER BY, GROUP BY, DISTINCT, and then the grouping rules.</summary>
internal sealed class SelectResolver(StatementState state, Scope scope)
{
    private readonly List<BoundExpression> _targets = [];
    private readonly List<OutputColumn> _columns = [];
    private bool _sawAggregate;

    public ResolvedQuery Resolve(Query query, SelectBody select, IReadOnlyList<BoundCte> ctes, bool keepUnknown)
    {
        if (select.Into is not null)
            throw Refusal.Unsupported("SELECT INTO is not supported", select.Into.Position, "Insert into an existing table with INSERT … SELECT.");
        foreach (var window in select.Windows)
            if (!scope.Windows.TryAdd(window.Name, window.Specification))
                throw Refusal.Of(SqlState.WindowingError, $"window \"{window.Name}\" is already defined", window.Position);
        var from = new FromResolver(state, scope).Resolve(select.From);
        Targets(select);
        var where = select.Where is null ? null : new ExpressionResolver(state, scope, ExpressionPlace.Where).ResolveCondition(select.Where);
        var having = select.Having is null ? null : Expressions(ExpressionPlace.Having, r => r.ResolveCondition(select.Having));
        var orderBy = query.OrderBy.Select(item => SortKeys.Of(item, OutputOrInput(item.Value, ExpressionPlace.OrderBy))).ToList();
        var grouping = select.GroupBy is null ? null : new GroupByResolver(this).Resolve(select.GroupBy);
        var distinctOn = select.Distinct is null ? [] : select.Distinct.On.Select(e => OutputOrInput(e, ExpressionPlace.DistinctOn)).ToList();
        if (!keepUnknown) DecideUnknowns();
        else DecideUndecidableParameters();
        var isAggregated = _sawAggregate || grouping is not null || having is not null;
        var resolver = new QueryResolver(state);
        var outerScope = scope.Parent!;
        var result = new BoundSelect
        {
            Columns = [.. _columns],
            Targets = [.. _targets],
            From = from,
            Where = where,
            GroupBy = grouping?.Keys ?? [],
            GroupingSets = grouping?.Sets,
            IsAggregated = isAggregated,
            Having = having,
            IsDistinct = select.Distinct is { On.Count: 0 },
            DistinctOn = [.. distinctOn],
        };
        orderBy = [.. orderBy.Select(s => s with { Value = Final(s.Value) })];
        if (isAggregated) GroupingRules.Check(result, orderBy, scope);
        CheckDistinct(select, result, orderBy);
        return new ResolvedQuery
        {
            Body = result,
            Ctes = ctes,
            IsRecursive = query.With?.IsRecursive ?? false,
            OrderBy = orderBy,
            Limit = resolver.LimitOf(query, outerScope),
            Offset = resolver.OffsetOf(query, outerScope),
            WithTies = query.Limit?.WithTies ?? false,
        };
    }

    /// <summary>
    /// An item of ORDER BY, GROUP BY or DISTINCT ON: a position, a result column's name (for GROUP BY only when no input column
    /// has it), or an expression over the input.
    /// </summary>
    public BoundExpression OutputOrInput(Expression expression, ExpressionPlace place)
    {
        if (expression is ColumnReference { Names.Count: 1 } reference)
        {
            var isInput = place == ExpressionPlace.GroupBy && new ColumnLookup(scope, state).InThisLevel(reference.Names[0], reference.Position) is not null;
            if (!isInput && OutputNamed(reference, place) is { } output) return output;
        }
        if (expression is Literal literal and not BooleanLiteral) return ByPosition(literal, place);
        return Expressions(place, r => state.Coercion.DecideUnknown(r.Resolve(expression)));
    }

    private BoundExpression? OutputNamed(ColumnReference reference, ExpressionPlace place)
    {
        BoundExpression? found = null;
        for (var i = 0; i < _columns.Count; i++)
        {
            if (_columns[i].Name != reference.Names[0]) continue;
            if (found is not null && found.Key != _targets[i].Key)
                throw Refusal.Of(SqlState.AmbiguousColumn, $"{place.Words()} \"{reference.Names[0]}\" is ambiguous", reference.Position);
            found ??= _targets[i];
        }
        return found;
    }

    private BoundExpression ByPosition(Literal literal, ExpressionPlace place)
    {
        if (literal is not IntegerLiteral ordinal)
            throw Refusal.Of(SqlState.SyntaxError, $"non-integer constant in {place.Words()}", literal.Position);
        if (ordinal.Value < 1 || ordinal.Value > _targets.Count)
            throw Refusal.Of(SqlState.InvalidColumnReference, $"{place.Words()} position {ordinal.Value} is not in select list", literal.Position);
        return _targets[ordinal.Value - 1];
    }

    // Constants among the targets become text only at the end; a sort key that is one of them must follow.
    private BoundExpression Final(BoundExpression key) =>
        key.Type == PgTypes.Unknown ? state.Coercion.DecideUnknown(key) : key;

    private BoundExpression Expressions(ExpressionPlace place, Func<ExpressionResolver, BoundExpression> resolve)
    {
        var resolver = new ExpressionResolver(state, scope, place);
        var bound = resolve(resolver);
        if (place == ExpressionPlace.GroupBy && bound.SelfAndDescendants().FirstOrDefault(e => e is BoundAggregate or BoundWindowCall) is { } wrong)
            throw wrong is BoundAggregate
                ? Refusal.Of(SqlState.GroupingError, "aggregate functions are not allowed in GROUP BY", wrong.Position)
                : Refusal.Of(SqlState.WindowingError, "window functions are not allowed in GROUP BY", wrong.Position);
        _sawAggregate |= resolver.SawAggregate;
        return bound;
    }

    private void Targets(SelectBody select)
    {
        foreach (var target in select.Targets)
        {
            switch (target.Value)
            {
                case StarReference star:
                    if (star.Qualifier.Count == 0 && scope.Items.Count == 0)
                        throw Refusal.Of(SqlState.SyntaxError, "SELECT * with no tables specified is not valid", star.Position);
                    foreach (var column in new ColumnLookup(scope, state).Star(star))
                        Add(column.Name, ColumnLookup.Use(column.Value, star.Position));
                    break;
                case FieldStar star:
                    FieldsOf(star);
                    break;
                default:
                    var value = Expressions(ExpressionPlace.Target, r => r.Resolve(target.Value));
                    Add(target.Alias ?? ColumnNaming.Of(target.Value, state), value);
                    break;
            }
        }
    }

    private void FieldsOf(FieldStar star)
    {
        var operand = Expressions(ExpressionPlace.Target, r => r.Resolve(star.Operand));
        if (RowShape.Of(operand) is not { } fields)
            throw Refusal.Of(SqlState.WrongObjectType, $"type {TypeNames.Format(operand.Type)} is not composite", star.Position);
        for (var i = 0; i < fields.Count; i++)
            Add(fields[i].Name, operand is BoundRow row ? row.Fields[i] : new BoundField(operand, i, fields[i].Name, fields[i].Type, star.Position));
    }

    private void Add(string name, BoundExpression value)
    {
        _targets.Add(value);
        _columns.Add(new OutputColumn(name, value.Type, value.Typmod));
        if (_targets.Count > 1664)
            throw Refusal.Of("54011", "target lists can have at most 1664 entries", -1);
    }

    private void DecideUnknowns()
    {
        for (var i = 0; i < _targets.Count; i++)
        {
            if (_targets[i].Type != PgTypes.Unknown) continue;
            _targets[i] = state.Coercion.DecideUnknown(_targets[i]);
            _columns[i] = _columns[i] with { Type = PgTypes.Text };
        }
    }

    // A bare column of unknown from a subquery can't wait for the other side of a set operation.
    private void DecideUndecidableParameters()
    {
        for (var i = 0; i < _targets.Count; i++)
        {
            if (_targets[i].Type != PgTypes.Unknown || _targets[i] is BoundConstant or BoundParameter) continue;
            _targets[i] = state.Coercion.DecideUnknown(_targets[i]);
            _columns[i] = _columns[i] with { Type = PgTypes.Text };
        }
    }

    private static void CheckDistinct(SelectBody select, BoundSelect result, List<BoundSort> orderBy)
    {
        if (select.Distinct is null) return;
        if (result.IsDistinct)
        {
            var keys = result.Targets.Select(t => t.Key).ToHashSet();
            foreach (var sort in orderBy)
                if (!keys.Contains(sort.Value.Key))
                    throw Refusal.Of(SqlState.InvalidColumnReference, "for SELECT DISTINCT, ORDER BY expressions must appear in select list", sort.Value.Position);
            return;
        }
        var wanted = result.DistinctOn.Select(d => d.Key).ToHashSet();
        var seen = new HashSet<string>();
        foreach (var sort in orderBy)
        {
            if (seen.Count == wanted.Count) break;
            if (!wanted.Contains(sort.Value.Key))
                throw Refusal.Of(SqlState.InvalidColumnReference, "SELECT DISTINCT ON expressions must match initial ORDER BY expressions", result.DistinctOn[0].Position);
            seen.Add(sort.Value.Key);
        }
    }
}
