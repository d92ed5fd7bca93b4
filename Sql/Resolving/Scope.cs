using Granary.Sql.Resolving.Tree;

namespace Granary.Sql.Resolving;

/// <summary>The names that expressions of one query level see; the parent is the level around it.</summary>
internal sealed class Scope(Scope? parent)
{
    public Scope? Parent { get; } = parent;

    /// <summary>What FROM has brought in so far.</summary>
    public List<ScopeItem> Items { get; } = [];

    /// <summary>Common table expressions of this level by name.</summary>
    public Dictionary<string, BoundCte> Ctes { get; } = new(StringComparer.Ordinal);

    /// <summary>The named windows of this level.</summary>
    public Dictionary<string, Syntax.WindowSpecification> Windows { get; } = new(StringComparer.Ordinal);

    public BoundCte? FindCte(string name)
    {
        for (var scope = this; scope is not null; scope = scope.Parent)
            if (scope.Ctes.TryGetValue(name, out var cte))
                return cte;
        return null;
    }
}

/// <summary>One relation of a scope: its name and its columns.</summary>
internal sealed class ScopeItem
{
    /// <summary>The alias or the table's name; null for a join without alias.</summary>
    public required string? Name { get; init; }

    /// <summary>The schema, when the name is a table's own and not an alias.</summary>
    public string? Schema { get; init; }

    /// <summary>The table's own name where an alias hides it.</summary>
    public string? TableName { get; init; }

    public required IReadOnlyList<ScopeColumn> Columns { get; init; }

    /// <summary>Whether `name.column` finds it.</summary>
    public bool IsNameVisible { get; set; } = true;

    /// <summary>Whether a bare column name finds it.</summary>
    public bool AreColumnsVisible { get; set; } = true;

    /// <summary>False while a FROM item that isn't LATERAL is resolved beside it.</summary>
    public bool IsReachable { get; set; } = true;

    /// <summary>The columns that `name.*` and `*` give (those hidden by USING left out).</summary>
    public IEnumerable<ScopeColumn> Expanded => Columns.Where(c => !c.IsHidden);
}

/// <summary>A column of a scope item; its value stands for it wherever it is named.</summary>
internal sealed record ScopeColumn(string Name, BoundExpression Value)
{
    /// <summary>A column merged away by USING: found by `t.c`, not by a bare name or a star.</summary>
    public bool IsHidden { get; init; }
}
