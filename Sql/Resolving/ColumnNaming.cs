using Granary.Sql.Syntax;

namespace Granary.Sql.Resolving;

/// <summary>PostgreSQL's name for a result column without an alias (FigureColname).</summary>
internal static class ColumnNaming
{
    private const string Anonymous = "?column?";

    public static string Of(Expression expression, StatementState state)
    {
        var (name, strength) = Figure(expression, state);
        return strength == 0 ? Anonymous : name;
    }

    // A name of strength 2 is kept through casts and CASE; one of strength 1 gives way.
    private static (string Name, int Strength) Figure(Expression expression, StatementState state) => expression switch
    {
        ColumnReference column => (column.Names[^1], 2),
        FieldSelection field => (field.Name, 2),
        SubscriptExpression subscript => Figure(subscript.Operand, state),
        FunctionCall call => (call.Name.Name, 2),
        NullIfExpression => ("nullif", 2),
        CastExpression cast => Figure(cast.Operand, state) is { Strength: > 1 } inner ? inner : (cast.Type.Name.Name, 1),
        CollateExpression collate => Figure(collate.Operand, state),
        GroupingExpression => ("grouping", 2),
        ExistsExpression => ("exists", 2),
        ArraySubquery => ("array", 2),
        ScalarSubquery => state.Subqueries.TryGetValue(expression, out var query) ? (query.Columns[0].Name, 2) : ("", 0),
        CaseExpression { Else: { } otherwise } when Figure(otherwise, state) is { Strength: > 1 } inner => inner,
        CaseExpression => ("case", 1),
        ArrayExpression => ("array", 2),
        RowExpression => ("row", 2),
        CoalesceExpression => ("coalesce", 2),
        MinMaxExpression { IsGreatest: true } => ("greatest", 2),
        MinMaxExpression => ("least", 2),
        SqlValueFunction value => (NameOf(value.Kind), 2),
        _ => ("", 0),
    };

    public static string NameOf(SqlValueKind kind) => kind switch
    {
        SqlValueKind.CurrentDate => "current_date",
        SqlValueKind.CurrentTime => "current_time",
        SqlValueKind.CurrentTimestamp => "current_timestamp",
        SqlValueKind.LocalTime => "localtime",
        SqlValueKind.LocalTimestamp => "localtimestamp",
        SqlValueKind.CurrentRole => "current_role",
        SqlValueKind.CurrentUser => "current_user",
        SqlValueKind.User => "user",
        SqlValueKind.SessionUser => "session_user",
        SqlValueKind.CurrentCatalog => "current_catalog",
        _ => "current_schema",
    };
}
