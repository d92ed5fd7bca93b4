using Granary.Sql.Catalog.Facts;
using Granary.Sql.Resolving;
using Granary.Sql.Resolving.Tree;

namespace Granary.Sql.Generating;

/// <summary>Builds JSON text out of values: json_build_object, to_json and their kin.</summary>
internal static class JsonBuilding
{
    public static Fragment Write(BoundCall call, List<Fragment> arguments, ExpressionWriter writer)
    {
        var name = call.Function.Name;
        if (call.IsVariadicArray) throw Refusal.Unsupported($"{name} with VARIADIC is not supported", call.Position, "List the arguments.");
        var isBinary = name.Contains("jsonb", StringComparison.Ordinal);
        var values = call.Arguments.Select((a, i) => Value(arguments[i], a.Type, writer, call.Position)).ToList();
        if (name.EndsWith("_build_object", StringComparison.Ordinal))
        {
            if (values.Count % 2 == 1)
                throw Refusal.Of("22023", "argument list must have even number of elements", -1, "The arguments of " + name + "() must consist of alternating keys and values.");
            var keys = call.Arguments.Where((_, i) => i % 2 == 0).Select((a, i) => KeyText(writer.TextForm(arguments[i * 2], a.Type, call.Position)));
            return Object(keys, values.Where((_, i) => i % 2 == 1), isBinary);
        }
        if (name.EndsWith("_build_array", StringComparison.Ordinal))
        {
            var list = $"('[' || {string.Join(" || ', ' || ", values.Select(v => $"coalesce({v}, 'null')").DefaultIfEmpty("''"))} || ']')";
            return isBinary ? EngineFunctions.Call(EngineFunctions.JsonbNormalize, list) : list;
        }
        return isBinary ? EngineFunctions.Call(EngineFunctions.JsonbNormalize, values[0]) : values[0];
    }

    public static string Object(IEnumerable<string> keys, IEnumerable<string> values, bool isBinary)
    {
        var built = EngineFunctions.Call(EngineFunctions.JsonObject,
            $"CAST([{string.Join(", ", keys)}] AS VARCHAR[])", $"CAST([{string.Join(", ", values)}] AS VARCHAR[])");
        return isBinary ? EngineFunctions.Call(EngineFunctions.JsonbNormalize, built) : built;
    }

    public static string KeyText(string text) => $"coalesce({text}, {SqlText.Error("22023", "key must not be null")})";

    /// <summary>A value as JSON text; NULL stays NULL.</summary>
    public static string Value(Fragment value, PgType type, ExpressionWriter writer, int position)
    {
        type = PgTypes.BaseOf(type);
        if (PgTypes.ElementOf(type) is { } element)
            return $"(CASE WHEN {value.Sql} IS NOT NULL THEN '[' || coalesce(array_to_string(list_transform({value.Sql}, lambda j: coalesce({Value(new Fragment("j", value.Scale), element, writer, position)}, 'null')), ','), '') || ']' END)";
        return type.Oid switch
        {
            114 or 3802 => value.Sql,
            16 => $"CAST({value.Sql} AS VARCHAR)",
            20 or 21 or 23 or 1700 => writer.TextForm(value, type, position),
            700 or 701 => $"(CASE WHEN isfinite({value.Sql}) THEN {writer.TextForm(value, type, position)} ELSE '\"' || {writer.TextForm(value, type, position)} || '\"' END)",
            // ISO 8601 wants the offset's minutes.
            1184 => $"('\"' || regexp_replace(replace({writer.TextForm(value, type, position)}, ' ', 'T'), '([+-][0-9]{{2}})$', '\\1:00') || '\"')",
            1114 => $"('\"' || replace({writer.TextForm(value, type, position)}, ' ', 'T') || '\"')",
            _ => EngineFunctions.Call(EngineFunctions.JsonQuote, writer.TextForm(value, type, position)),
        };
    }
}
