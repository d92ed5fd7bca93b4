using Granary.Sql.Resolving.Tree;

namespace Granary.Sql.FrontEnd.Scans;

/// <summary>What every wanted row's value of a column satisfies. The values are known only when the statement is bound.</summary>
internal abstract record Restriction
{
    private Restriction()
    {
    }

    /// <summary>The value stands in this relation (=, &lt;, &lt;=, &gt;, &gt;=) to an expression.</summary>
    public sealed record Compare(string Symbol, BoundExpression Value) : Restriction;

    /// <summary>The value is one of an array's elements.</summary>
    public sealed record OneOf(BoundExpression Array) : Restriction;

    /// <summary>All of them hold.</summary>
    public sealed record Both(Restriction Left, Restriction Right) : Restriction;

    /// <summary>One of them holds.</summary>
    public sealed record Either(Restriction Left, Restriction Right) : Restriction;
}
