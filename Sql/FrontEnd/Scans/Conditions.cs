using Granary.Sql.Catalog.Facts;
using Granary.Sql.Resolving.Tree;

namespace Granary.Sql.FrontEnd.Scans;

/// <summary>Reads restrictions of columns off a condition. Only strict comparisons count: a NULL must fail them.</summary>
internal static class Conditions
{
    public static Dictionary<ColumnKey, Restriction> Of(BoundExpression condition)
    {
        var found = new Dictionary<ColumnKey, Restriction>();
        switch (condition)
        {
            case BoundLogic { IsAnd: true } and:
                foreach (var operand in and.Operands)
                    foreach (var (key, restriction) in Of(operand))
                        found[key] = found.TryGetValue(key, out var known) ? new Restriction.Both(known, restriction) : restriction;
                break;
            case BoundLogic or:
                Alternatives(or, found);
                break;
            case BoundOperator { Left: not null, Operator.Name: "=" or "<" or "<=" or ">" or ">=" } comparison:
                if (Column(comparison.Left) is { } left && IsSameType(comparison) && IsKnownAtBind(comparison.Right))
                    found[left] = new Restriction.Compare(comparison.Operator.Name, comparison.Right);
                else if (Column(comparison.Right) is { } right && IsSameType(comparison) && IsKnownAtBind(comparison.Left))
                    found[right] = new Restriction.Compare(Turned(comparison.Operator.Name), comparison.Left);
                break;
            case BoundArrayComparison { IsAny: true, Operator.Name: "=" } any when Column(any.Value) is { } column && IsKnownAtBind(any.Array)
                && PgTypes.ElementOf(any.Array.Type) is { } element && Family(element) == Family(any.Value.Type):
                found[column] = new Restriction.OneOf(any.Array);
                break;
        }
        return found;
    }

    // A column that every branch restricts is restricted by one of them.
    private static void Alternatives(BoundLogic or, Dictionary<ColumnKey, Restriction> found)
    {
        var branches = or.Operands.Select(Of).ToList();
        foreach (var (key, first) in branches[0])
        {
            var restriction = first;
            foreach (var branch in branches.Skip(1))
            {
                if (!branch.TryGetValue(key, out var next))
                {
                    restriction = null;
                    break;
                }
                restriction = new Restriction.Either(restriction, next);
            }
            if (restriction is not null) found[key] = restriction;
        }
    }

    /// <summary>The column that an expression is, under a new type name perhaps.</summary>
    public static ColumnKey? Column(BoundExpression expression) => expression switch
    {
        BoundColumn column => new ColumnKey(column.Entry.Id, column.Ordinal),
        BoundCast { Path: CastPath.Relabel, Operand: BoundColumn column } when Family(column.Type) == Family(expression.Type) => new ColumnKey(column.Entry.Id, column.Ordinal),
        _ => null,
    };

    private static bool IsSameType(BoundOperator comparison) => Family(comparison.Left!.Type) == Family(comparison.Right.Type) && Family(comparison.Left.Type) != ' ';

    /// <summary>Types whose values compare as they are: text, integers, floats, and each kind of time by itself.</summary>
    public static char Family(PgType type) => PgTypes.BaseOf(type).Oid switch
    {
        25 or 1043 or 19 => 's',
        20 or 21 or 23 => 'i',
        700 or 701 => 'f',
        1082 => 'd',
        1114 => 't',
        1184 => 'z',
        _ => ' ',
    };

    private static string Turned(string symbol) => symbol switch
    {
        "<" => ">",
        "<=" => ">=",
        ">" => "<",
        ">=" => "<=",
        _ => symbol,
    };

    private static bool IsKnownAtBind(BoundExpression expression) => expression switch
    {
        BoundConstant or BoundParameter or BoundSqlValue => true,
        BoundCall call => call.Function.Name is "now" or "transaction_timestamp" or "statement_timestamp",
        BoundCast cast => IsKnownAtBind(cast.Operand),
        BoundOperator { Left: not null } op => IsKnownAtBind(op.Left) && IsKnownAtBind(op.Right),
        BoundArray array => array.Elements.All(IsKnownAtBind),
        _ => false,
    };
}
