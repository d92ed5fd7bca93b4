using System.Globalization;
using Granary.Grains.Interfaces.Errors;
using Granary.Sql.Catalog;
using Granary.Sql.Catalog.Facts;
using Granary.Sql.Resolving.Literals;
using Granary.Sql.Resolving.Typing;
using Granary.Sql.Syntax;

namespace Granary.Sql.Resolving;

/// <summary>Finds the type and the modifier that a type name means.</summary>
internal static class TypeLookup
{
    public static (PgType Type, int Typmod) Resolve(ResolvingSession session, TypeName name)
    {
        var type = TryNamed(session, name.Name.Schema, name.Name.Name)
            ?? throw Refusal.Of(SqlState.UndefinedObject, $"type \"{name.Name}\" does not exist", name.Position);
        var typmod = Typmod(type, name);
        if (!name.IsArray) return (type, typmod);
        return (PgTypes.ArrayOf(type) ?? throw Refusal.Of(SqlState.UndefinedObject, $"type \"{name.Name}[]\" does not exist", name.Position), typmod);
    }

    /// <summary>Reads a type's name as regtype does ('int4[]', 'double precision').</summary>
    public static (PgType Type, int Typmod)? TryParse(ResolvingSession session, string text)
    {
        var body = text.Trim();
        var isArray = body.EndsWith("[]", StringComparison.Ordinal);
        if (isArray) body = body[..^2].Trim();
        if (body.IndexOf('(') is > 0 and var open && body.IndexOf(')') is var close && close > open) body = (body[..open] + body[(close + 1)..]).Trim();
        var type = LongNames.TryGetValue(body.ToLowerInvariant(), out var shortName) ? PgTypes.TryGet(shortName) : null;
        if (type is null && RegistryNames.SplitName(body) is { } parts) type = TryNamed(session, parts.Count > 1 ? parts[^2] : null, parts[^1]);
        if (type is not null && isArray) type = PgTypes.ArrayOf(type);
        return type is null ? null : (type, -1);
    }

    private static readonly Dictionary<string, string> LongNames = new(StringComparer.Ordinal)
    {
        ["boolean"] = "bool",
        ["smallint"] = "int2",
        ["integer"] = "int4",
        ["int"] = "int4",
        ["bigint"] = "int8",
        ["real"] = "float4",
        ["float"] = "float8",
        ["double precision"] = "float8",
        ["decimal"] = "numeric",
        ["dec"] = "numeric",
        ["character varying"] = "varchar",
        ["character"] = "bpchar",
        ["char"] = "bpchar",
        ["timestamp without time zone"] = "timestamp",
        ["timestamp with time zone"] = "timestamptz",
        ["time without time zone"] = "time",
        ["time with time zone"] = "timetz",
        ["bit varying"] = "varbit",
    };

    private static PgType? TryNamed(ResolvingSession session, string? schema, string name)
    {
        if (schema is null or "pg_catalog" or "public" && PgTypes.TryGet(name) is { } type && (schema is null || InSchema(type, schema))) return PgTypes.TryGet(name);
        if (schema == "information_schema" && PgTypes.TryGet(name) is { } information) return information;
        return new RelationLookup(session).TryFind(schema, name) is { IsSystem: true } ? PgTypes.TryGet(name) : null;
    }

    private static bool InSchema(PgType type, string schema) => type.Namespace == (schema == "pg_catalog" ? 11 : 2200);

    private static int Typmod(PgType type, TypeName name)
    {
        if (type == PgTypes.Interval)
            return IntervalTypmods.Of(name.IntervalFields, name.Modifiers.Count > 0 ? Integer(name.Modifiers[0]) : null);
        if (name.Modifiers.Count == 0) return -1;
        var values = name.Modifiers.Select(Integer).ToArray();
        switch (type.Oid)
        {
            case 1043 or 1042:
                if (values.Length != 1) throw Refusal.Of(SqlState.InvalidParameterValue, "invalid type modifier", name.Position);
                if (values[0] < 1)
                    throw Refusal.Of(SqlState.InvalidParameterValue, $"length for type {(type.Oid == 1043 ? "varchar" : "char")} must be at least 1", name.Position);
                return values[0] + ColumnTypes.HeaderSize;
            case 1700:
                return NumericTypmod(values, name.Position);
            case 1083 or 1266 or 1114 or 1184:
                return Math.Min(values[0], 6);
            case 1560 or 1562:
                return values[0];
            default:
                throw Refusal.Of(SqlState.SyntaxError, $"type modifier is not allowed for type \"{name.Name.Name}\"", name.Position);
        }
    }

    private static int NumericTypmod(int[] values, int position)
    {
        var scale = values.Length > 1 ? values[1] : 0;
        if (values[0] is < 1 or > 1000)
            throw Refusal.Of(SqlState.InvalidParameterValue, $"NUMERIC precision {values[0]} must be between 1 and 1000", position);
        if (values[0] > 38 || scale < 0 || scale > values[0])
            throw Refusal.Unsupported($"numeric({values[0]},{scale}) is not supported: numbers have at most 38 digits and a scale from 0 to the precision",
                position, "Use numeric(38,s) or double precision.");
        return ColumnTypes.NumericTypmod(values[0], scale);
    }

    private static int Integer(Expression expression) => expression switch
    {
        IntegerLiteral literal => literal.Value,
        StringLiteral text when int.TryParse(text.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) => value,
        _ => throw Refusal.Of(SqlState.SyntaxError, "type modifiers must be simple constants or identifiers", expression.Position),
    };
}
