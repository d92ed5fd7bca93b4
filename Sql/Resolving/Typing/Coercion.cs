using Granary.Grains.Interfaces.Errors;
using Granary.Sql.Catalog.Facts;
using Granary.Sql.Resolving.Literals;
using Granary.Sql.Resolving.Tree;

namespace Granary.Sql.Resolving.Typing;

/// <summary>PostgreSQL's rules for turning a value of one type into another (its parse_coerce.c).</summary>
internal sealed class Coercion(LiteralReader literals)
{
    /// <summary>Whether values of the types may become the targets in this context, polymorphic targets included.</summary>
    public static bool Can(IReadOnlyList<PgType> sources, IReadOnlyList<PgType> targets, CastContext context)
    {
        var polymorphic = false;
        for (var i = 0; i < sources.Count; i++)
        {
            if (Polymorphism.IsPolymorphic(targets[i])) polymorphic = true;
            else if (!Can(sources[i], targets[i], context)) return false;
        }
        return !polymorphic || Polymorphism.IsConsistent(sources, targets);
    }

    /// <summary>Whether a value of one type may become another in this context.</summary>
    public static bool Can(PgType source, PgType target, CastContext context)
    {
        if (source == target || target == PgTypes.Any || Polymorphism.IsPolymorphic(target)) return true;
        if (source == PgTypes.Unknown) return true;
        if (FindPath(source, target, context) is not null) return true;
        if (source == PgTypes.Record && target.Kind == 'c') return true;
        return source.Kind == 'c' && target == PgTypes.Record;
    }

    /// <summary>Whether a source's bytes are a valid target's (varchar is text, and so on).</summary>
    public static bool IsBinaryCoercible(PgType source, PgType target)
    {
        if (source == target || target == PgTypes.Any || target == PgTypes.AnyElement) return true;
        source = PgTypes.BaseOf(source);
        if (source == target) return true;
        if (target == PgTypes.AnyArray && source.IsArray) return true;
        if (target == PgTypes.Record && source.Kind == 'c') return true;
        return PgCasts.TryGet(source, target) is { Method: 'b', Context: CastContext.Implicit };
    }

    /// <summary>How a source becomes a target, or null when it can't in this context.</summary>
    public static CastPath? FindPath(PgType source, PgType target, CastContext context)
    {
        source = PgTypes.BaseOf(source);
        target = PgTypes.BaseOf(target);
        if (source == target) return CastPath.Relabel;
        if (PgCasts.TryGet(source, target) is { } cast) return context >= cast.Context ? PathOf(cast) : null;
        if (PgTypes.ElementOf(target) is { } targetElement && PgTypes.ElementOf(source) is { } sourceElement)
            return FindPath(sourceElement, targetElement, context) switch
            {
                null => null,
                CastPath.Relabel => CastPath.Relabel,
                _ => CastPath.Array,
            };
        // oidvector and int2vector are arrays under another name: PostgreSQL lets them pass as such.
        if (source == PgTypes.Int2Vector && target.Oid == 1005 || source == PgTypes.OidVector && target.Oid is 1028 or 2211 or 2210 && source == PgTypes.OidVector)
            return CastPath.Relabel;
        // The string category takes any type by assignment, and gives any type when asked.
        if (context >= CastContext.Assignment && target.IsString) return CastPath.Text;
        return context == CastContext.Explicit && source.IsString ? CastPath.Text : null;
    }

    /// <summary>A value as another type, where <see cref="Can(PgType, PgType, CastContext)"/> has said yes.</summary>
    public BoundExpression Apply(BoundExpression value, PgType target, int typmod, bool isExplicit)
    {
        if (value.Type == target || target == PgTypes.Any) return value;
        if (value is BoundConstant { Text: null } nothing && value.Type == PgTypes.Unknown && !Polymorphism.IsPolymorphic(target))
            return nothing with { Type = target };
        if (value.Type == PgTypes.Unknown && !Polymorphism.IsPolymorphic(target))
        {
            if (value is BoundConstant constant) return literals.Read(constant, target, target == PgTypes.Interval ? typmod : -1);
            if (value is BoundParameter parameter) return Decide(parameter, target);
            // An unknown that is neither: a column of a subquery that was never decided; PostgreSQL makes those text.
            return new BoundCast(value, target, CastPath.Text, isExplicit, value.Position);
        }
        if (Polymorphism.IsPolymorphic(target)) return value;
        var path = FindPath(value.Type, target, CastContext.Explicit);
        if (path is null) return value;
        return new BoundCast(value, target, path.Value, isExplicit, value.Position);
    }

    /// <summary>A value as a type with a modifier, or null when this context does not allow it.</summary>
    public BoundExpression? TryToTarget(BoundExpression value, PgType target, int typmod, CastContext context)
    {
        if (!Can(value.Type, target, context)) return null;
        var isExplicit = context == CastContext.Explicit;
        return ApplyTypmod(Apply(value, target, typmod, isExplicit), typmod, isExplicit);
    }

    /// <summary>Holds a value to a length, a precision or a scale.</summary>
    public static BoundExpression ApplyTypmod(BoundExpression value, int typmod, bool isExplicit)
    {
        if (typmod < 0 || value.Typmod == typmod) return value;
        if (value is BoundConstant { Text: null }) return value with { Typmod = typmod };
        return new BoundCast(value, value.Type, CastPath.Length, isExplicit, value.Position) { Typmod = typmod };
    }

    /// <summary>A condition: boolean, or the error that PostgreSQL gives.</summary>
    public BoundExpression ToBoolean(BoundExpression value, string construct) =>
        TryToTarget(value, PgTypes.Bool, -1, CastContext.Assignment) ?? throw Refusal.Of(SqlState.DatatypeMismatch,
            $"argument of {construct} must be type boolean, not type {TypeNames.Format(value.Type)}", value.Position);

    /// <summary>A row count: bigint, or the error that PostgreSQL gives.</summary>
    public BoundExpression ToSpecific(BoundExpression value, PgType target, string construct) =>
        TryToTarget(value, target, -1, CastContext.Assignment) ?? throw Refusal.Of(SqlState.DatatypeMismatch,
            $"argument of {construct} must be type {TypeNames.Format(target)}, not type {TypeNames.Format(value.Type)}", value.Position);

    /// <summary>Makes text of a constant or parameter that nothing else has decided.</summary>
    public BoundExpression DecideUnknown(BoundExpression value) =>
        value.Type == PgTypes.Unknown ? Apply(value, PgTypes.Text, -1, isExplicit: false) : value;

    private static BoundExpression Decide(BoundParameter parameter, PgType target)
    {
        var slot = parameter.Slot;
        if (slot.Type is null) slot.Type = target;
        else if (slot.Type != target)
            throw Refusal.Of(SqlState.AmbiguousParameter, $"inconsistent types deduced for parameter ${slot.Number}", parameter.Position,
                detail: $"{TypeNames.Format(slot.Type)} versus {TypeNames.Format(target)}");
        return parameter with { Type = target };
    }

    private static CastPath PathOf(PgCast cast) => cast.Method switch
    {
        'f' => CastPath.Function,
        'b' => CastPath.Relabel,
        _ => CastPath.Text,
    };
}
