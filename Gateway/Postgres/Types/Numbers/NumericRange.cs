using Granary.Grains.Interfaces.Errors;

namespace Granary.Gateway.Postgres.Types.Numbers;

/// <summary>What a numeric may hold, and the refusals of what it may not.</summary>
/// <param name="Precision">Digits in all.</param>
/// <param name="Scale">Digits after the point.</param>
/// <param name="IsDeclared">Whether the type was declared so: then digits too many after the point are rounded off, as
/// PostgreSQL does. Of a plain `numeric` PostgreSQL keeps them all, so losing one is refused.</param>
internal readonly record struct NumericRange(int Precision, int Scale, bool IsDeclared)
{
    public static readonly UInt128[] PowersOfTen = MakePowers();

    public UInt128 Limit => PowersOfTen[Precision];

    public GranaryException Overflow() => ValueErrors.Invalid(
        SqlState.NumericValueOutOfRange,
        "numeric field overflow",
        IsDeclared
            ? $"A field with precision {Precision}, scale {Scale} must round to an absolute value less than {(Precision > Scale ? "10^" : "")}{Math.Max(1, Precision - Scale)}."
            : $"A numeric has at most {Precision} digits here, {Scale} of them after the point.");

    public static GranaryException NotANumber(string what) => ValueErrors.Unsupported($"numeric {what} is not supported", "Use double precision for values that are not finite.");

    private static UInt128[] MakePowers()
    {
        var powers = new UInt128[39];
        powers[0] = 1;
        for (var i = 1; i < powers.Length; i++) powers[i] = powers[i - 1] * 10;
        return powers;
    }
}
