using Granary.Grains.Interfaces.Columns;

namespace Granary.Engine.Segments;

/// <summary>
/// How values of types that Delta Lake doesn't have lie in segments, so that other readers can open them: a uuid as text, a
/// time as microseconds since midnight, an interval as a structure of its three parts (Parquet's own can't be negative and has
/// milliseconds). Expressions in DuckDB's SQL.
/// </summary>
internal static class StoredForm
{
    private const string Element = "x";

    /// <summary>The expression that turns a value into its stored form; the same text when it is stored as it is.</summary>
    public static string ToStored(string expression, DataType type) => type.Kind switch
    {
        TypeKind.Uuid => $"{expression}::VARCHAR",
        TypeKind.Time => $"epoch_us({expression})",
        TypeKind.Interval =>
            $"CASE WHEN {expression} IS NOT NULL THEN struct_pack("
            + $"months := (date_part('year', {expression}) * 12 + date_part('month', {expression}))::INTEGER, "
            + $"days := date_part('day', {expression})::INTEGER, "
            + $"microseconds := date_part('hour', {expression}) * 3600000000 + date_part('minute', {expression}) * 60000000 + date_part('microsecond', {expression})) END",
        TypeKind.Array => Transform(expression, ToStored(Element, type.Element!)),
        _ => expression,
    };

    /// <summary>The expression that turns a stored value back.</summary>
    public static string FromStored(string expression, DataType type) => type.Kind switch
    {
        TypeKind.Uuid => $"{expression}::UUID",
        // a sum would turn 24:00:00 into 00:00:00
        TypeKind.Time => $"CASE WHEN {expression} = 86400000000 THEN TIME '24:00:00' ELSE TIME '00:00:00' + to_microseconds({expression}) END",
        TypeKind.Interval =>
            $"(to_months({expression}.months) + to_days({expression}.days) + to_microseconds({expression}.microseconds))",
        TypeKind.Array => Transform(expression, FromStored(Element, type.Element!)),
        _ => expression,
    };

    private static string Transform(string list, string element) =>
        element == Element ? list : $"list_transform({list}, lambda {Element}: {element})";
}
