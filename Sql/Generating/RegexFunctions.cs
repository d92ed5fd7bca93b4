using Granary.Sql.Resolving.Tree;

namespace Granary.Sql.Generating;

/// <summary>The regexp_… functions: the engine's own, as RE2 takes the first alternative where PostgreSQL takes the longest match.</summary>
internal static class RegexFunctions
{
    /// <summary>The text of a call; null when it is none of these functions.</summary>
    public static string? Write(BoundCall call, IReadOnlyList<string> arguments)
    {
        string At(int i, string otherwise) => i < arguments.Count ? arguments[i] : otherwise;
        var (text, pattern) = (At(0, "''"), At(1, "''"));
        switch (call.Function.Name)
        {
            case "regexp_like":
                return $"pg_regex_test({text}, {pattern}, {At(2, "''")})";
            case "regexp_match":
                return $"pg_array_parse(pg_regex_match({text}, {pattern}, {At(2, "''")}))";
            case "regexp_matches":
                return $"list_transform(pg_regex_all({text}, {pattern}, {At(2, "''")}), lambda found: pg_array_parse(found))";
            case "regexp_split_to_array" or "regexp_split_to_table":
                return $"pg_regex_split({text}, {pattern}, {At(2, "''")})";
            case "regexp_count":
                return $"pg_regex_count({text}, {pattern}, {At(2, "1")}, {At(3, "''")})";
            case "regexp_instr":
                return $"pg_regex_instr({text}, {pattern}, {At(2, "1")}, {At(3, "1")}, {At(4, "0")}, {At(5, "''")}, {At(6, "0")})";
            case "regexp_substr":
                return $"pg_regex_substr({text}, {pattern}, {At(2, "1")}, {At(3, "1")}, {At(4, "''")}, {At(5, "0")})";
            case "regexp_replace" when call.Arguments.Count == 4 && call.Arguments[3].Type.IsString:
                return $"pg_regex_replace({text}, {pattern}, {arguments[2]}, 1, -1, {arguments[3]})";
            case "regexp_replace":
                return $"pg_regex_replace({text}, {pattern}, {arguments[2]}, {At(3, "1")}, {At(4, "-1")}, {At(5, "''")})";
            case "substring" when call.Arguments.Count == 2 && call.Arguments[1].Type.IsString:
                return $"pg_regex_substring({text}, {pattern})";
            default:
                return null;
        }
    }
}
