using Granary.Sql.Catalog.Facts;
using Granary.Sql.Syntax;

namespace Granary.Sql.Resolving.Tree;

/// <summary>A query that is resolved. Its columns are those of its body.</summary>
internal sealed class ResolvedQuery
{
    public required BoundBody Body { get; init; }
    public IReadOnlyList<BoundCte> Ctes { get; init; } = [];
    public bool IsRecursive { get; init; }
    public IReadOnlyList<BoundSort> OrderBy { get; init; } = [];
    public BoundExpression? Limit { get; init; }
    public BoundExpression? Offset { get; init; }
    public bool WithTies { get; init; }

    public IReadOnlyList<OutputColumn> Columns => Body.Columns;

    /// <summary>The same query over another body.</summary>
    public ResolvedQuery With(BoundBody body) => new()
    {
        Body = body,
        Ctes = Ctes,
        IsRecursive = IsRecursive,
        OrderBy = OrderBy,
        Limit = Limit,
        Offset = Offset,
        WithTies = WithTies,
    };
}

/// <summary>A column that a query or a range entry gives.</summary>
internal sealed record OutputColumn(string Name, PgType Type, int Typmod = -1);

/// <summary>SELECT, VALUES or a set operation, resolved.</summary>
internal abstract class BoundBody
{
    public required IReadOnlyList<OutputColumn> Columns { get; init; }
}

/// <summary>One SELECT. The first <see cref="BoundBody.Columns"/> targets are the result.</summary>
internal sealed class BoundSelect : BoundBody
{
    public required IReadOnlyList<BoundExpression> Targets { get; init; }
    public required IReadOnlyList<BoundFrom> From { get; init; }
    public BoundExpression? Where { get; init; }
    public IReadOnlyList<BoundExpression> GroupBy { get; init; } = [];
    /// <summary>The grouping sets as indexes into <see cref="GroupBy"/>, or null for a plain list.</summary>
    public IReadOnlyList<IReadOnlyList<int>>? GroupingSets { get; init; }
    public bool IsAggregated { get; init; }
    public BoundExpression? Having { get; init; }
    public bool IsDistinct { get; init; }
    public IReadOnlyList<BoundExpression> DistinctOn { get; init; } = [];

    /// <summary>The same SELECT with other targets; the result columns take their types.</summary>
    public BoundSelect With(IReadOnlyList<BoundExpression> targets) => new()
    {
        Targets = targets,
        From = From,
        Where = Where,
        GroupBy = GroupBy,
        GroupingSets = GroupingSets,
        IsAggregated = IsAggregated,
        Having = Having,
        IsDistinct = IsDistinct,
        DistinctOn = DistinctOn,
        Columns = [.. Columns.Select((c, i) => c with { Type = targets[i].Type, Typmod = targets[i].Typmod })],
    };
}

/// <summary>VALUES; each row's values have the columns' types.</summary>
internal sealed class BoundValues : BoundBody
{
    public required IReadOnlyList<IReadOnlyList<BoundExpression>> Rows { get; init; }
}

/// <summary>A set operation; the sides' columns are cast to this body's types by the generator.</summary>
internal sealed class BoundSetOperation : BoundBody
{
    public required SetOperator Operator { get; init; }
    public required bool IsAll { get; init; }
    public required ResolvedQuery Left { get; init; }
    public required ResolvedQuery Right { get; init; }
}

/// <summary>A common table expression.</summary>
internal sealed class BoundCte(int id, string name)
{
    /// <summary>Unique in the statement.</summary>
    public int Id { get; } = id;
    public string Name { get; } = name;
    public CteMaterialization Materialization { get; init; }
    public IReadOnlyList<OutputColumn> Columns { get; set; } = [];
    /// <summary>The query; null while a recursive one is being resolved.</summary>
    public ResolvedQuery? Query { get; set; }
    public bool IsRecursive { get; set; }
    public bool IsReferenced { get; set; }
}

/// <summary>A tree of FROM: an entry or a join.</summary>
internal abstract class BoundFrom;

/// <summary>A join of two trees; USING and NATURAL are resolved into the condition.</summary>
internal sealed class BoundJoin(JoinKind kind, BoundFrom left, BoundFrom right, BoundExpression? condition) : BoundFrom
{
    public JoinKind Kind { get; } = kind;
    public BoundFrom Left { get; } = left;
    public BoundFrom Right { get; } = right;
    public BoundExpression? Condition { get; } = condition;
}

/// <summary>Something that gives rows and columns in FROM.</summary>
internal abstract class RangeEntry(int id) : BoundFrom
{
    /// <summary>Unique in the statement.</summary>
    public int Id { get; } = id;
    public required IReadOnlyList<OutputColumn> Columns { get; init; }
    public bool IsLateral { get; init; }
}

/// <summary>A scan of a table or of a system relation.</summary>
internal sealed class TableEntry(int id, int scan, Catalog.Relation relation) : RangeEntry(id)
{
    /// <summary>The scan's ordinal in the statement.</summary>
    public int Scan { get; } = scan;
    public Catalog.Relation Relation { get; } = relation;
    /// <summary>The columns that the statement reads.</summary>
    public SortedSet<int> UsedColumns { get; } = [];
}

/// <summary>A subquery in FROM.</summary>
internal sealed class SubqueryEntry(int id, ResolvedQuery query) : RangeEntry(id)
{
    public ResolvedQuery Query { get; } = query;
}

/// <summary>A use of a common table expression.</summary>
internal sealed class CteEntry(int id, BoundCte cte) : RangeEntry(id)
{
    public BoundCte Cte { get; } = cte;
}

/// <summary>One or more functions as a table, side by side.</summary>
internal sealed class FunctionEntry(int id, IReadOnlyList<BoundTableFunction> functions, bool withOrdinality) : RangeEntry(id)
{
    public IReadOnlyList<BoundTableFunction> Functions { get; } = functions;
    public bool WithOrdinality { get; } = withOrdinality;
}

/// <summary>A function in FROM and the columns that are its share.</summary>
internal sealed record BoundTableFunction(BoundExpression Call, IReadOnlyList<OutputColumn> Columns);
