using Granary.Sql.Catalog;
using Granary.Sql.Catalog.Facts;

namespace Granary.Sql.Resolving.Typing;

/// <summary>PostgreSQL's words for types, as format_type and its error messages give them.</summary>
internal static class TypeNames
{
    public static string Format(PgType type, int typmod = -1)
    {
        if (PgTypes.ElementOf(type) is { } element) return Format(element, typmod) + "[]";
        return type.Oid switch
        {
            16 => "boolean",
            18 => "\"char\"",
            20 => "bigint",
            21 => "smallint",
            23 => "integer",
            700 => "real",
            701 => "double precision",
            1042 when typmod < 0 => "bpchar",
            1042 => $"character({typmod - ColumnTypes.HeaderSize})",
            1043 => "character varying" + (typmod < 0 ? "" : $"({typmod - ColumnTypes.HeaderSize})"),
            1083 => $"time{Precision(typmod)} without time zone",
            1114 => $"timestamp{Precision(typmod)} without time zone",
            1184 => $"timestamp{Precision(typmod)} with time zone",
            1266 => $"time{Precision(typmod)} with time zone",
            1186 => "interval" + Fields(typmod),
            1560 => "bit" + (typmod < 0 ? "" : $"({typmod})"),
            1562 => "bit varying" + (typmod < 0 ? "" : $"({typmod})"),
            1700 when typmod >= 0 => ColumnTypes.NumericParts(typmod) is var (p, s) ? $"numeric({p},{s})" : "",
            _ => Quote(type.Name),
        };
    }

    /// <summary>An identifier, quoted when PostgreSQL would quote it.</summary>
    public static string Quote(string name) =>
        name.Length > 0 && (char.IsAsciiLetterLower(name[0]) || name[0] == '_')
            && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_')
            ? name
            : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Precision(int typmod) => typmod < 0 ? "" : $"({typmod})";

    private static string Fields(int typmod)
    {
        if (typmod < 0) return "";
        var precision = typmod & 0xffff;
        var fields = IntervalTypmods.NameOf(typmod >> 16 & 0x7fff);
        return fields + (precision == 0xffff ? "" : $"({precision})");
    }
}
