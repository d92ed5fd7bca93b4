using System.Text;
using Granary.Grains.Interfaces.Columns;
using Granary.Sql.Syntax;

namespace Granary.Gateway.Postgres.Statements;

/// <summary>One `set_config(name, value, is_local)` of a SELECT list.</summary>
internal sealed record SetConfigCall(string Name, string Value, bool IsLocal, string Column)
{
    private const string Function = "set_config";

    /// <summary>The calls of a SELECT that consists of nothing else; null for any other statement.</summary>
    public static IReadOnlyList<SetConfigCall>? Read(in StatementCall call)
    {
        if (call.Syntax is not SelectStatement { Query: { With: null, Body: SelectBody { From.Count: 0, Where: null } body } }) return null;
        List<SetConfigCall>? calls = null;
        foreach (var target in body.Targets)
        {
            if (target.Value is not FunctionCall { Arguments.Count: 3, Name.Name: Function } function) return null;
            if (function.Name.Schema is not (null or "pg_catalog")) return null;
            if (Text(function.Arguments[0].Value, call.Parameters) is not { } name ||
                Text(function.Arguments[1].Value, call.Parameters) is not { } value ||
                Flag(function.Arguments[2].Value, call.Parameters) is not { } isLocal) return null;
            (calls ??= []).Add(new SetConfigCall(name, value, isLocal, target.Alias ?? Function));
        }

        return calls;
    }

    private static string? Text(Expression expression, ColumnBatch? parameters) => expression switch
    {
        StringLiteral literal => literal.Value,
        ParameterReference parameter when parameters?.Columns[parameter.Number - 1] is { Type.IsText: true } column && !column.IsNull(0) =>
            Encoding.UTF8.GetString(column.GetBytes(0)),
        _ => null,
    };

    private static bool? Flag(Expression expression, ColumnBatch? parameters) => expression switch
    {
        BooleanLiteral literal => literal.Value,
        StringLiteral literal => Settings.SettingValues.ParseBoolean(literal.Value),
        ParameterReference parameter when parameters?.Columns[parameter.Number - 1] is { Type.Kind: TypeKind.Boolean } column && !column.IsNull(0) =>
            column.Values<byte>()[0] != 0,
        _ => null,
    };
}
