using Granary.Grains.Interfaces.Errors;
using Granary.Sql.Catalog.Facts;

namespace Granary.Sql.Resolving.Typing;

/// <summary>PostgreSQL's rules for anyelement and its family: the actual types that a call gives them.</summary>
internal static class Polymorphism
{
    private const uint NonArray = 2776;
    private const uint CompatibleNonArray = 5079;

    private enum Role
    {
        None = 0,
        Element,
        Array,
        Enum,
        Range,
        MultiRange,
        CompatibleElement,
        CompatibleArray,
        CompatibleRange,
    }

    public static bool IsPolymorphic(PgType type) => RoleOf(type) != Role.None;

    /// <summary>Whether the actual types can be the declared ones at once.</summary>
    public static bool IsConsistent(IReadOnlyList<PgType> actual, IReadOnlyList<PgType> declared)
    {
        try
        {
            return Solve(actual, declared) is not null;
        }
        catch (GranaryException)
        {
            return false;
        }
    }

    /// <summary>The concrete types of the arguments and of the result.</summary>
    public static (PgType[] Arguments, PgType Result) Resolve(IReadOnlyList<PgType> actual, IReadOnlyList<PgType> declared, PgType result)
    {
        var solution = Solve(actual, declared);
        var arguments = declared.Select((type, i) => solution?.Concrete(type) ?? (IsPolymorphic(type) ? actual[i] : type)).ToArray();
        return (arguments, solution?.Concrete(result) ?? result);
    }

    private sealed record Solution(PgType? Element, PgType? Array, PgType? Compatible, PgType? Range)
    {
        public PgType? Concrete(PgType type) => RoleOf(type) switch
        {
            Role.None => type,
            Role.Element or Role.Enum => Element,
            Role.Array => Array ?? (Element is null ? null : PgTypes.ArrayOf(Element)),
            Role.CompatibleElement => Compatible,
            Role.CompatibleArray => Compatible is null ? null : PgTypes.ArrayOf(Compatible),
            _ => Range,
        };
    }

    private static Solution? Solve(IReadOnlyList<PgType> actual, IReadOnlyList<PgType> declared)
    {
        PgType? element = null, array = null, range = null;
        var compatible = new List<PgType>();
        var sawElementUnknown = false;
        for (var i = 0; i < declared.Count && i < actual.Count; i++)
        {
            var role = RoleOf(declared[i]);
            var type = PgTypes.BaseOf(actual[i]);
            switch (role)
            {
                case Role.None:
                    break;
                case Role.Element or Role.Enum or Role.Array when type == PgTypes.Unknown:
                    sawElementUnknown = true;
                    break;
                case Role.Enum when type.Kind != 'e':
                    return null;
                case Role.Element when declared[i].Oid == NonArray && ElementOfAnyArray(type) is not null:
                case Role.CompatibleElement when declared[i].Oid == CompatibleNonArray && ElementOfAnyArray(type) is not null:
                    return null;
                case Role.Element or Role.Enum:
                    if (element is not null && element != type) return null;
                    element = type;
                    break;
                case Role.Array:
                    if (ElementOfAnyArray(type) is null && type != PgTypes.AnyArray) return null;
                    if (array is not null && array != type) return null;
                    array = type;
                    break;
                case Role.CompatibleElement:
                    compatible.Add(type);
                    break;
                case Role.CompatibleArray:
                    if (type == PgTypes.Unknown) break;
                    if (ElementOfAnyArray(type) is not { } inner) return null;
                    compatible.Add(inner);
                    break;
                default:
                    if (type.Kind is not ('r' or 'm') && type != PgTypes.Unknown) return null;
                    range ??= type;
                    break;
            }
        }
        if (array is not null && array != PgTypes.AnyArray)
        {
            var inner = ElementOfAnyArray(array)!;
            if (element is not null && element != inner) return null;
            element = inner;
        }
        // Nothing but unknown literals: PostgreSQL takes them as text, and says so if that can't be.
        if (element is null && sawElementUnknown) element = PgTypes.Text;
        PgType? common = null;
        if (compatible.Count > 0)
        {
            common = CommonTypes.TrySelect(compatible);
            if (common is null) return null;
        }
        else if (declared.Any(d => RoleOf(d) is Role.CompatibleArray or Role.CompatibleElement)) common = PgTypes.Text;
        return new Solution(element, array ?? (element is null ? null : PgTypes.ArrayOf(element)), common, range);
    }

    private static PgType? ElementOfAnyArray(PgType type) =>
        type == PgTypes.Int2Vector ? PgTypes.Int2 : type == PgTypes.OidVector ? PgTypes.Oid : PgTypes.ElementOf(type);

    private static Role RoleOf(PgType type) => type.Oid switch
    {
        2283 or 2776 => Role.Element,
        2277 => Role.Array,
        3500 => Role.Enum,
        3831 => Role.Range,
        4537 => Role.MultiRange,
        5077 or 5079 => Role.CompatibleElement,
        5078 => Role.CompatibleArray,
        5080 or 4538 => Role.CompatibleRange,
        _ => Role.None,
    };
}
