using Granary.Grains.Interfaces.Errors;
using Granary.Sql.Catalog.Facts;
using Granary.Sql.Catalog.SystemRelations;

namespace Granary.Sql.Resolving.Literals;

/// <summary>Turns the text of a reg… constant ('t'::regclass) into the OID that it names.</summary>
internal static class RegistryNames
{
    public static uint Resolve(ResolvingSession session, PgType type, string text, int position)
    {
        if (text == "-") return 0;
        if (uint.TryParse(text, out var oid)) return oid;
        return TryResolve(session, type, text) ?? throw Missing(type, text, position);
    }

    /// <summary>The OID, or null when nothing has that name.</summary>
    public static uint? TryResolve(ResolvingSession session, PgType type, string text)
    {
        var parts = SplitName(text);
        if (parts is null) return null;
        var (schema, name) = parts.Count > 1 ? (parts[^2], parts[^1]) : (null, parts[0]);
        return type.Oid switch
        {
            2205 => new RelationLookup(session).TryFind(schema, name)?.Oid,
            2206 => TypeLookup.TryParse(session, text)?.Type.Oid,
            24 or 2202 => PgFunctions.Named(name.Split('(')[0]) is { Count: > 0 } functions ? functions[0].Oid : null,
            4089 => Schemas.OidOf(name),
            4096 => name == session.UserName ? Roles.LoginOid : Roles.All.FirstOrDefault(r => r.Name == name) is { Oid: > 0 and var oid } ? oid : null,
            _ => null,
        };
    }

    private static GranaryException Missing(PgType type, string text, int position) => type.Oid switch
    {
        2205 => Refusal.Of(SqlState.UndefinedTable, $"relation \"{text}\" does not exist", position),
        2206 => Refusal.Of(SqlState.UndefinedObject, $"type \"{text}\" does not exist", position),
        24 or 2202 => Refusal.Of(SqlState.UndefinedFunction, $"function \"{text}\" does not exist", position),
        4089 => Refusal.Of(SqlState.InvalidSchemaName, $"schema \"{text}\" does not exist", position),
        4096 => Refusal.Of(SqlState.UndefinedObject, $"role \"{text}\" does not exist", position),
        _ => Refusal.Unsupported($"constants of type {type.Name} are not supported", position),
    };

    /// <summary>Splits `a."B".c` into folded parts; null when it is no name.</summary>
    public static List<string>? SplitName(string text)
    {
        var parts = new List<string>();
        for (var i = 0; i <= text.Length; i++)
        {
            var part = new System.Text.StringBuilder();
            if (i < text.Length && text[i] == '"')
            {
                for (i++; i < text.Length; i++)
                {
                    if (text[i] == '"' && (i + 1 >= text.Length || text[++i] != '"')) break;
                    part.Append(text[i]);
                }
            }
            else
                for (; i < text.Length && text[i] != '.'; i++) part.Append(char.ToLowerInvariant(text[i]));
            var word = part.ToString().Trim();
            if (word.Length == 0) return null;
            parts.Add(word);
            if (i < text.Length && text[i] == '"') i++;
        }
        return parts;
    }
}
