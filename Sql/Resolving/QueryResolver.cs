using Granary.Grains.Interfaces.Errors;
using Granary.Sql.Catalog.Facts;
using Granary.Sql.Resolving.Tree;
using Granary.Sql.Resolving.Typing;
using Granary.Sql.Syntax;

namespace Granary.Sql.Resolving;

/// <summary>Resolves a query: WITH first, then the body, then the clauses around it.</summary>
internal sealed class QueryResolver(StatementState state)
{
    /// <param name="query">The query.</param>
    /// <param name="outer">The scope around it, or null at the top.</param>
    /// <param name="keepUnknown">Whether undecided constants stay so: for the sides of a set operation and the source of an INSERT.</param>
    public ResolvedQuery Resolve(Query query, Scope? outer, bool keepUnknown = false)
    {
        state.Enter(query.Position);
        var scope = new Scope(outer);
        var ctes = query.With is null ? [] : new CteResolver(state, scope).Resolve(query.With);
        RejectLocks(query);
        var resolved = query.Body switch
        {
            SelectBody select => new SelectResolver(state, new Scope(scope)).Resolve(query, select, ctes, keepUnknown),
            ValuesBody values => Values(query, values, scope, ctes, keepUnknown),
            SetOperation operation => SetOperationOf(query, operation, scope, ctes),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        state.Leave();
        return resolved;
    }

    // Reads see one snapshot and nothing can change what they read: a lock has no effect, except where PostgreSQL refuses it.
    private static void RejectLocks(Query query)
    {
        if (query.Locking.Count == 0) return;
        if (query.Body is not SelectBody body)
            throw Refusal.Of(SqlState.FeatureNotSupported, $"FOR {LockName(query)} is not allowed with UNION/INTERSECT/EXCEPT", query.Locking[0].Position);
        if (body.Distinct is not null || body.GroupBy is not null || body.Having is not null)
            throw Refusal.Of(SqlState.FeatureNotSupported,
                $"FOR {LockName(query)} is not allowed with {(body.Distinct is not null ? "DISTINCT" : body.GroupBy is not null ? "GROUP BY" : "HAVING")} clause", query.Locking[0].Position);
    }

    private static string LockName(Query query) => query.Locking[0].Strength switch
    {
        RowLockStrength.Update => "UPDATE",
        RowLockStrength.NoKeyUpdate => "NO KEY UPDATE",
        RowLockStrength.Share => "SHARE",
        _ => "KEY SHARE",
    };

    private ResolvedQuery Values(Query query, ValuesBody values, Scope scope, IReadOnlyList<BoundCte> ctes, bool keepUnknown)
    {
        var expressions = new ExpressionResolver(state, scope, ExpressionPlace.Values);
        var rows = values.Rows.Select(row => row.Select(expressions.Resolve).ToList()).ToList();
        var columns = new List<OutputColumn>();
        for (var i = 0; i < rows[0].Count; i++)
        {
            var column = rows.Select(r => r[i]).ToList();
            if (keepUnknown && rows.Count == 1)
            {
                columns.Add(new OutputColumn($"column{i + 1}", column[0].Type, column[0].Typmod));
                continue;
            }
            var type = CommonTypes.Select(column, "VALUES");
            for (var r = 0; r < rows.Count; r++)
                rows[r][i] = state.Coercion.TryToTarget(rows[r][i], type, -1, CastContext.Implicit) ?? throw Refusal.Of(SqlState.CannotCoerce,
                    $"VALUES could not convert type {TypeNames.Format(rows[r][i].Type)} to {TypeNames.Format(type)}", rows[r][i].Position);
            columns.Add(new OutputColumn($"column{i + 1}", type, CommonTypes.SelectTypmod([.. rows.Select(r => r[i])], type)));
        }
        return new ResolvedQuery
        {
            Body = new BoundValues { Columns = columns, Rows = rows },
            Ctes = ctes,
            IsRecursive = query.With?.IsRecursive ?? false,
            OrderBy = OutputSorts(query, columns),
            Limit = LimitOf(query, scope),
            Offset = OffsetOf(query, scope),
            WithTies = query.Limit?.WithTies ?? false,
        };
    }

    private ResolvedQuery SetOperationOf(Query query, SetOperation operation, Scope scope, IReadOnlyList<BoundCte> ctes)
    {
        var (left, right) = (Resolve(operation.Left, scope, keepUnknown: true), Resolve(operation.Right, scope, keepUnknown: true));
        var body = Combine(operation, left, right);
        return new ResolvedQuery
        {
            Body = body,
            Ctes = ctes,
            IsRecursive = query.With?.IsRecursive ?? false,
            OrderBy = OutputSorts(query, body.Columns),
            Limit = LimitOf(query, scope),
            Offset = OffsetOf(query, scope),
            WithTies = query.Limit?.WithTies ?? false,
        };
    }

    /// <summary>Matches the columns of two sides; undecided constants take the other side's type.</summary>
    public BoundSetOperation Combine(SetOperation operation, ResolvedQuery left, ResolvedQuery right)
    {
        var word = operation.Operator.ToString().ToUpperInvariant();
        if (left.Columns.Count != right.Columns.Count)
            throw Refusal.Of(SqlState.SyntaxError, $"each {word} query must have the same number of columns", FirstTarget(operation.Right));
        var columns = new List<OutputColumn>();
        for (var i = 0; i < left.Columns.Count; i++)
        {
            var (a, b) = (Side(left, i), Side(right, i));
            var type = CommonTypes.Select([a, b], word);
            var typmod = a.Type == type && b.Type == type && a.Typmod == b.Typmod ? a.Typmod : -1;
            columns.Add(new OutputColumn(left.Columns[i].Name, type, typmod));
        }
        return new BoundSetOperation
        {
            Columns = columns,
            Operator = operation.Operator,
            IsAll = operation.IsAll,
            Left = Retype(left, columns),
            Right = Retype(right, columns),
        };
    }

    private static int FirstTarget(Query query) => query.Body switch
    {
        SelectBody { Targets: [var first, ..] } => first.Value.Position,
        ValuesBody values => values.Rows[0][0].Position,
        SetOperation operation => FirstTarget(operation.Left),
        _ => query.Position,
    };

    private static BoundExpression Side(ResolvedQuery side, int column) => side.Body switch
    {
        BoundSelect select => select.Targets[column],
        BoundValues { Rows.Count: 1 } values => values.Rows[0][column],
        _ => new BoundConstant(side.Columns[column].Type, null, -1) { Typmod = side.Columns[column].Typmod },
    };

    /// <summary>Gives undecided columns of a query their types, in place where the constants stand.</summary>
    public ResolvedQuery Retype(ResolvedQuery query, IReadOnlyList<OutputColumn> wanted)
    {
        if (query.Columns.Count != wanted.Count || query.Columns.All(c => c.Type != PgTypes.Unknown)) return query;
        BoundExpression Typed(BoundExpression value, int i) =>
            value.Type == PgTypes.Unknown ? state.Coercion.Apply(value, wanted[i].Type, wanted[i].Typmod, false) : value;
        BoundBody body = query.Body switch
        {
            BoundSelect select => select.With([.. select.Targets.Select((t, i) => i < wanted.Count ? Typed(t, i) : t)]),
            BoundValues values => new BoundValues
            {
                Columns = [.. values.Columns.Select((c, i) => c.Type == PgTypes.Unknown ? c with { Type = wanted[i].Type } : c)],
                Rows = [.. values.Rows.Select(r => r.Select(Typed).ToList())],
            },
            _ => query.Body,
        };
        return query.With(body);
    }

    private static List<BoundSort> OutputSorts(Query query, IReadOnlyList<OutputColumn> columns) =>
        [.. query.OrderBy.Select(item => SortKeys.Of(item, OutputSort(item, columns)))];

    private static BoundOutput OutputSort(SortItem item, IReadOnlyList<OutputColumn> columns)
    {
        switch (item.Value)
        {
            case IntegerLiteral ordinal:
                if (ordinal.Value < 1 || ordinal.Value > columns.Count)
                    throw Refusal.Of(SqlState.InvalidColumnReference, $"ORDER BY position {ordinal.Value} is not in select list", ordinal.Position);
                return new BoundOutput(ordinal.Value - 1, columns[ordinal.Value - 1].Type, ordinal.Position);
            case ColumnReference { Names.Count: 1 } column:
                var matches = Enumerable.Range(0, columns.Count).Where(i => columns[i].Name == column.Names[0]).ToList();
                if (matches.Count > 1) throw Refusal.Of(SqlState.AmbiguousColumn, $"ORDER BY \"{column.Names[0]}\" is ambiguous", column.Position);
                if (matches.Count == 1) return new BoundOutput(matches[0], columns[matches[0]].Type, column.Position);
                throw Refusal.Of(SqlState.UndefinedColumn, $"column \"{column.Names[0]}\" does not exist", column.Position);
            default:
                throw Refusal.Of(SqlState.FeatureNotSupported, "invalid UNION/INTERSECT/EXCEPT ORDER BY clause", item.Position,
                    "Add the expression/function to every SELECT, or move the UNION into a FROM clause.", "Only result column names can be used, not expressions or functions.");
        }
    }

    public BoundExpression? LimitOf(Query query, Scope scope) =>
        query.Limit?.Count is { } count ? RowCount(count, scope, ExpressionPlace.Limit, query.Limit.WithTies) : null;

    public BoundExpression? OffsetOf(Query query, Scope scope) =>
        query.Limit?.Offset is { } offset ? RowCount(offset, scope, ExpressionPlace.Offset, false) : null;

    private BoundExpression? RowCount(Expression written, Scope scope, ExpressionPlace place, bool withTies)
    {
        if (written is NullLiteral && withTies)
            throw Refusal.Of(SqlState.InvalidRowCountInLimit, "row count cannot be null in FETCH FIRST ... WITH TIES clause", written.Position);
        var value = state.Coercion.ToSpecific(new ExpressionResolver(state, scope, place).Resolve(written), PgTypes.Int8, place.Words());
        foreach (var part in value.SelfAndDescendants())
            if (part is BoundColumn)
                throw Refusal.Of(SqlState.InvalidColumnReference, $"argument of {place.Words()} must not contain variables", part.Position);
        var constant = value;
        while (constant is BoundCast cast) constant = cast.Operand;
        if (constant is BoundConstant { Text: ['-', ..] })
            throw Refusal.Of(place == ExpressionPlace.Limit ? SqlState.InvalidRowCountInLimit : SqlState.InvalidRowCountInOffset,
                $"{place.Words()} must not be negative", -1);
        return value is BoundConstant { Text: null } ? null : value;
    }
}
