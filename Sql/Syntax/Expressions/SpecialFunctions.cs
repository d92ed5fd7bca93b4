namespace Granary.Sql.Syntax;

/// <summary><c>COALESCE(…)</c>.</summary>
public sealed record CoalesceExpression(int Position, IReadOnlyList<Expression> Arguments) : Expression(Position);

/// <summary><c>NULLIF(a, b)</c>.</summary>
public sealed record NullIfExpression(int Position, Expression Left, Expression Right) : Expression(Position);

/// <summary><c>GREATEST(…)</c>, or <c>LEAST(…)</c>.</summary>
public sealed record MinMaxExpression(int Position, bool IsGreatest, IReadOnlyList<Expression> Arguments) : Expression(Position);

/// <summary><c>GROUPING(…)</c>.</summary>
public sealed record GroupingExpression(int Position, IReadOnlyList<Expression> Arguments) : Expression(Position);

/// <summary>The functions that are called without parentheses.</summary>
public enum SqlValueKind
{
    Unspecified = 0,
    CurrentDate,
    CurrentTime,
    CurrentTimestamp,
    LocalTime,
    LocalTimestamp,
    CurrentRole,
    CurrentUser,
    User,
    SessionUser,
    CurrentCatalog,
    CurrentSchema,
}

/// <summary><c>CURRENT_DATE</c>, <c>CURRENT_TIMESTAMP(3)</c>, <c>CURRENT_USER</c> and the like.</summary>
public sealed record SqlValueFunction(int Position, SqlValueKind Kind, int? Precision) : Expression(Position);
