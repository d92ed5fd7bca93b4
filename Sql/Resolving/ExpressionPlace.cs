namespace Granary.Sql.Resolving;

/// <summary>The clause that an expression stands in: it decides what may stand there.</summary>
internal enum ExpressionPlace
{
    Unspecified = 0,
    Target,
    Where,
    JoinCondition,
    GroupBy,
    Having,
    OrderBy,
    DistinctOn,
    Limit,
    Offset,
    Values,
    FromFunction,
    Filter,
    AggregateArgument,
    WindowDefinition,
    Returning,
    Insert,
}

/// <summary>PostgreSQL's words for the places, and what each allows.</summary>
internal static class ExpressionPlaces
{
    public static string Words(this ExpressionPlace place) => place switch
    {
        ExpressionPlace.Where => "WHERE",
        ExpressionPlace.JoinCondition => "JOIN conditions",
        ExpressionPlace.GroupBy => "GROUP BY",
        ExpressionPlace.Having => "HAVING",
        ExpressionPlace.OrderBy => "ORDER BY",
        ExpressionPlace.DistinctOn => "DISTINCT ON",
        ExpressionPlace.Limit => "LIMIT",
        ExpressionPlace.Offset => "OFFSET",
        ExpressionPlace.Values or ExpressionPlace.Insert => "VALUES",
        ExpressionPlace.FromFunction => "functions in FROM",
        ExpressionPlace.Filter => "FILTER",
        ExpressionPlace.WindowDefinition => "window definitions",
        ExpressionPlace.Returning => "RETURNING",
        _ => "SELECT",
    };

    public static bool AllowsAggregates(this ExpressionPlace place) =>
        place is ExpressionPlace.Target or ExpressionPlace.Having or ExpressionPlace.OrderBy or ExpressionPlace.DistinctOn or ExpressionPlace.WindowDefinition;

    public static bool AllowsWindows(this ExpressionPlace place) =>
        place is ExpressionPlace.Target or ExpressionPlace.OrderBy or ExpressionPlace.DistinctOn;

    public static bool AllowsSets(this ExpressionPlace place) =>
        place is ExpressionPlace.Target or ExpressionPlace.OrderBy or ExpressionPlace.GroupBy or ExpressionPlace.FromFunction or ExpressionPlace.DistinctOn;
}
