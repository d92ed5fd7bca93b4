using Granary.Sql.Resolving.Tree;
using Granary.Sql.Syntax;

namespace Granary.Sql.Resolving;

/// <summary>Makes sort keys with PostgreSQL's defaults: NULLs last when ascending, first when descending.</summary>
internal static class SortKeys
{
    public static BoundSort Of(SortItem item, BoundExpression value)
    {
        var descending = item.Direction == SortDirection.Descending;
        if (item.UsingOperator is { } op)
            descending = op.Symbol switch
            {
                "<" => false,
                ">" => true,
                _ => throw Refusal.Of("42809", $"operator {op.Symbol} is not a valid ordering operator", op.Position,
                    "Ordering operators must be \"<\" or \">\" members of btree operator families."),
            };
        return new BoundSort(value, descending, item.Nulls == NullsOrder.Default ? descending : item.Nulls == NullsOrder.First);
    }
}
