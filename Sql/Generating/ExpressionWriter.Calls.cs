using Granary.Sql.Catalog.Facts;
using Granary.Sql.Resolving;
using Granary.Sql.Resolving.Tree;

namespace Granary.Sql.Generating;

/// <summary>Calls of functions: templates first, then those that need a look at their arguments.</summary>
internal sealed partial class ExpressionWriter
{
    private Fragment Call(BoundCall call)
    {
        if (call.Function.ReturnsSet && state.MovedSets.TryGetValue(call.Key, out var moved)) return moved;
        if (call.Function.ReturnsSet) return $"unnest({SetFunctions.List(call, this, state)})";
        var arguments = call.Arguments.Select(Write).ToList();
        if (RegexFunctions.Write(call, [.. arguments.Select(a => a.Sql)]) is { } regex) return regex;
        if (Special(call, arguments) is { } special) return special;
        if (FunctionTemplates.Find(call.Function) is { } template)
            return new Fragment(FunctionTemplates.Fill(template, [.. arguments.Select(a => a.Sql)], state), arguments.Count > 0 ? arguments[0].Scale : 0);
        throw Refusal.Unsupported($"the function {call.Function} is not supported", call.Position);
    }

    private Fragment? Special(BoundCall call, List<Fragment> arguments)
    {
        string At(int i) => arguments[i].Sql;
        PgType TypeAt(int i) => PgTypes.BaseOf(call.Arguments[i].Type);
        switch (call.Function.Name)
        {
            case "now" or "transaction_timestamp":
                return state.Value(new SessionValue(SessionValueKind.TransactionTime));
            case "statement_timestamp":
                return state.Value(new SessionValue(SessionValueKind.StatementTime));
            case "clock_timestamp":
                return "get_current_timestamp()";
            // A percentile of a sketch that is used once needs no sketch.
            case "approx_percentile" when call.Arguments[1] is BoundAggregate sketch && Constant(call.Arguments[0]) is { } fraction:
                return $"approx_quantile({Sql(sketch.Arguments[0])}, CAST('{fraction}' AS FLOAT)){(sketch.Filter is null ? "" : $" FILTER (WHERE {Sql(sketch.Filter)})")}";
            case "time_bucket":
                return TimeFunctions.Bucket(call, arguments, state);
            case "date_trunc":
                return TimeFunctions.Truncate(call, arguments, state);
            case "extract" or "date_part":
                return TimeFunctions.Extract(call, arguments, state);
            case "timezone" when call.Arguments.Count == 2:
                return TimeFunctions.AtTimeZone(call, arguments);
            case "age":
                return TimeFunctions.Age(call, arguments, state);
            case "to_char":
                return TimeFunctions.ToChar(call, arguments, state, this);
            case "timestamptz" or "timestamp" or "date" or "time" or "int4" or "int8" or "int2" or "float8" or "float4" or "numeric" or "text" or "bool" or "varchar"
                when call.Arguments.Count == 1:
                return CastText(arguments[0], TypeAt(0), call.Type, call.Position);
            case "round" or "trunc" when TypeAt(0) == PgTypes.Numeric:
                return RoundNumeric(call, arguments);
            case "ceil" or "ceiling" or "floor" when TypeAt(0) == PgTypes.Numeric:
                return new Fragment($"CAST({(call.Function.Name == "floor" ? "floor" : "ceil")}({At(0)}) AS {DuckTypes.Decimal(-1, 0)})");
            case "sign" when TypeAt(0) == PgTypes.Numeric:
                return $"CAST(sign({At(0)}) AS {DuckTypes.Decimal(-1, 0)})";
            case "mod" when TypeAt(0) == PgTypes.Numeric:
                return new Fragment($"({At(0)} % {NonZero(At(1), call.Arguments[1])})", Math.Max(arguments[0].Scale, arguments[1].Scale));
            case "div" when TypeAt(0) == PgTypes.Numeric:
                return new Fragment($"CAST(trunc({Quotient(At(0), At(1)).Sql}) AS {DuckTypes.Decimal(-1, 0)})");
            case "concat":
                return Concat(call, arguments);
            case "concat_ws":
                return ConcatWith(call, arguments);
            case "format":
                return Format(call, arguments);
            case "length" or "char_length" or "character_length" when TypeAt(0) == PgTypes.BpChar:
                return $"CAST(length(rtrim({At(0)}, ' ')) AS INTEGER)";
            case "similar_to_escape" or "similar_escape":
                return SimilarPattern(call);
            case "array_to_string":
                return ArrayToString(call, arguments);
            case "current_setting":
                return Setting(call, arguments);
            case "pg_table_is_visible":
                return $"(NOT list_contains({state.Value(new SessionValue(SessionValueKind.HiddenRelations))}, {At(0)}))";
            case "parse_ident" when Constant(call.Arguments[0]) is { } identifier:
                return ParseIdentifier(identifier);
            case "pg_typeof":
                return $"CAST({TypeAt(0).Oid} AS BIGINT)";
            case "format_type":
                return FormatTypes.Write(At(0), At(1), state);
            case "to_regclass" or "to_regtype" or "to_regproc" or "to_regnamespace" or "to_regrole":
                return ToRegistry(call);
            case "quote_ident" or "quote_literal" or "quote_nullable" when TypeAt(0) != PgTypes.Text:
                return FunctionTemplates.Fill(FunctionTemplates.Find(PgFunctions.Named(call.Function.Name).First(f => f.Arguments[0] == PgTypes.Text))!,
                    [TextForm(arguments[0], TypeAt(0), call.Position)], state);
            case "json_build_object" or "jsonb_build_object" or "json_build_array" or "jsonb_build_array" or "to_json" or "to_jsonb" or "row_to_json" or "array_to_json":
                return JsonBuilding.Write(call, arguments, this);
            case "num_nulls" or "num_nonnulls":
                var wanted = call.Function.Name == "num_nulls" ? "IS NULL" : "IS NOT NULL";
                return $"CAST({string.Join(" + ", arguments.Select(a => $"CAST({a.Sql} {wanted} AS INTEGER)"))} AS INTEGER)";
            case "pg_sleep":
                throw Refusal.Unsupported("pg_sleep is not supported", call.Position, "Wait in the client.");
            default:
                return null;
        }
    }

    private static Fragment RoundNumeric(BoundCall call, List<Fragment> arguments)
    {
        var name = call.Function.Name;
        var value = arguments[0];
        var digits = 0;
        if (call.Arguments.Count == 2)
        {
            if (Constant(call.Arguments[1]) is not { } text || !int.TryParse(text, out digits))
                throw Refusal.Unsupported($"{name} to a number of digits that is not a constant is not supported", call.Position, "Write the number of digits.");
        }
        // Rounding to more digits than there are only adds zeros.
        if (digits >= value.Scale) return new Fragment($"CAST({value.Sql} AS {DuckTypes.Decimal(-1, Math.Min(digits, DuckTypes.OpenScale))})", Math.Min(digits, DuckTypes.OpenScale));
        var scale = Math.Max(digits, 0);
        return new Fragment($"CAST({name}({value.Sql}, {digits}) AS {DuckTypes.Decimal(-1, scale)})", scale);
    }

    /// <summary>The text of a constant argument, casts of it looked through; null when it is none.</summary>
    public static string? Constant(BoundExpression expression) => expression switch
    {
        BoundConstant constant => constant.Text,
        BoundCast cast => Constant(cast.Operand),
        _ => null,
    };

    private Fragment Concat(BoundCall call, List<Fragment> arguments)
    {
        if (call.IsVariadicArray) return $"coalesce(array_to_string({Texts(call, arguments, 0)}, ''), '')";
        return $"({string.Join(" || ", arguments.Select((a, i) => $"coalesce({TextForm(a, call.Arguments[i].Type, call.Position)}, '')"))})";
    }

    private Fragment ConcatWith(BoundCall call, List<Fragment> arguments)
    {
        var rest = call.IsVariadicArray ? Texts(call, arguments, 1)
            : $"[{string.Join(", ", arguments.Skip(1).Select((a, i) => TextForm(a, call.Arguments[i + 1].Type, call.Position)))}]";
        return $"pg_array_join(CAST({rest} AS VARCHAR[]), {arguments[0].Sql})";
    }

    private string Texts(BoundCall call, List<Fragment> arguments, int index)
    {
        var element = PgTypes.ElementOf(call.Arguments[index].Type) ?? PgTypes.Text;
        return element == PgTypes.Text ? arguments[index].Sql
            : $"list_transform({arguments[index].Sql}, lambda item: {TextForm(new Fragment("item", arguments[index].Scale), element, call.Position)})";
    }

    private Fragment Format(BoundCall call, List<Fragment> arguments)
    {
        var rest = call.IsVariadicArray ? Texts(call, arguments, 1)
            : $"CAST([{string.Join(", ", arguments.Skip(1).Select((a, i) => TextForm(a, call.Arguments[i + 1].Type, call.Position)))}] AS VARCHAR[])";
        return EngineFunctions.Call(EngineFunctions.Format, arguments[0].Sql, rest);
    }

    private static Fragment SimilarPattern(BoundCall call)
    {
        if (Constant(call.Arguments[0]) is not { } pattern)
            throw Refusal.Unsupported("SIMILAR TO with a pattern that is not a constant is not supported", call.Position, "Use LIKE or ~.");
        var escape = call.Arguments.Count > 1 ? Constant(call.Arguments[1]) ?? "" : "\\";
        return SqlText.Literal(SimilarPatterns.ToRegex(pattern, escape, call.Position));
    }

    private Fragment ArrayToString(BoundCall call, List<Fragment> arguments)
    {
        var texts = Texts(call, arguments, 0);
        if (call.Arguments.Count == 3)
            texts = $"(CASE WHEN {arguments[2].Sql} IS NULL THEN list_filter({texts}, lambda x: x IS NOT NULL) ELSE list_transform({texts}, lambda x: coalesce(x, {arguments[2].Sql})) END)";
        return $"pg_array_join({texts}, {arguments[1].Sql})";
    }

    private Fragment Setting(BoundCall call, List<Fragment> arguments)
    {
        if (Constant(call.Arguments[0]) is not { } name)
            throw Refusal.Unsupported("current_setting of a name that is not a constant is not supported", call.Position, "Write the name as a constant, or use SHOW.");
        var value = state.Value(new SessionValue(SessionValueKind.Setting, name));
        if (arguments.Count == 2) return value;
        return $"coalesce({value}, {SqlText.Error("42704", $"unrecognized configuration parameter \"{name}\"")})";
    }

    private static Fragment ParseIdentifier(string identifier)
    {
        var parts = Resolving.Literals.RegistryNames.SplitName(identifier)
            ?? throw Refusal.Of(Grains.Interfaces.Errors.SqlState.InvalidParameterValue, $"string is not a valid identifier: \"{identifier}\"", -1);
        return $"CAST([{string.Join(", ", parts.Select(SqlText.Literal))}] AS VARCHAR[])";
    }

    private Fragment ToRegistry(BoundCall call)
    {
        if (Constant(call.Arguments[0]) is not { } name)
            throw Refusal.Unsupported($"{call.Function.Name} of a value that is not a constant is not supported", call.Position);
        var oid = Resolving.Literals.RegistryNames.TryResolve(state.Session, call.Type, name);
        return oid is null ? "CAST(NULL AS BIGINT)" : $"CAST({oid} AS BIGINT)";
    }
}
