using Granary.Grains.Interfaces.Errors;
using Granary.Sql.Catalog.Facts;
using Granary.Sql.Resolving.Tree;

namespace Granary.Sql.Resolving.Typing;

/// <summary>PostgreSQL's choice of one type for UNION, CASE, VALUES, ARRAY, COALESCE and the like.</summary>
internal static class CommonTypes
{
    /// <summary>The common type of expressions, or 42804 with the construct's name.</summary>
    public static PgType Select(IReadOnlyList<BoundExpression> values, string construct)
    {
        PgType? clash = null;
        var type = Select([.. values.Select(v => v.Type)], ref clash, out var at);
        if (type is not null) return type;
        throw Refusal.Of(SqlState.DatatypeMismatch,
            $"{construct} types {TypeNames.Format(clash!)} and {TypeNames.Format(values[at].Type)} cannot be matched", values[at].Position);
    }

    /// <summary>The common type, or null when there is none.</summary>
    public static PgType? TrySelect(IReadOnlyList<PgType> types)
    {
        PgType? clash = null;
        return Select(types, ref clash, out _);
    }

    /// <summary>The modifier that all values share, or -1.</summary>
    public static int SelectTypmod(IReadOnlyList<BoundExpression> values, PgType type)
    {
        var typmod = values[0].Typmod;
        return values.All(v => v.Type == type && v.Typmod == typmod) ? typmod : -1;
    }

    private static PgType? Select(IReadOnlyList<PgType> types, ref PgType? clash, out int at)
    {
        at = -1;
        var chosen = types[0];
        if (chosen != PgTypes.Unknown && types.All(t => t == chosen)) return chosen;
        chosen = PgTypes.BaseOf(chosen);
        for (var i = 1; i < types.Count; i++)
        {
            var next = PgTypes.BaseOf(types[i]);
            if (next == PgTypes.Unknown || next == chosen) continue;
            if (chosen == PgTypes.Unknown) chosen = next;
            else if (next.Category != chosen.Category)
            {
                clash = chosen;
                at = i;
                return null;
            }
            else if (!chosen.IsPreferred && Coercion.Can(chosen, next, CastContext.Implicit) && !Coercion.Can(next, chosen, CastContext.Implicit))
                chosen = next;
        }
        if (chosen == PgTypes.Unknown) chosen = PgTypes.Text;
        for (var i = 0; i < types.Count; i++)
        {
            if (Coercion.Can(types[i], chosen, CastContext.Implicit)) continue;
            clash = chosen;
            at = i;
            return null;
        }
        return chosen;
    }
}
