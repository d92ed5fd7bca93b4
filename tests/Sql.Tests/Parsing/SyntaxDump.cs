using System.Collections;
using System.Reflection;
using Granary.Sql.Parsing;
using Granary.Sql.Syntax;

namespace Granary.Sql.Tests.Parsing;

/// <summary>Writes a tree as text without its positions, so that tests can compare what two texts mean.</summary>
internal static class SyntaxDump
{
    public static string Expression(string text) => Of(ParseExpression(text));

    public static Expression ParseExpression(string text)
    {
        var select = (SelectStatement)SqlParser.ParseStatement("select " + text)!;
        return ((SelectBody)select.Query.Body).Targets.Single().Value;
    }

    public static string Of(object? value) => value switch
    {
        null => "-",
        string text => $"'{text}'",
        SyntaxNode node => Node(node),
        IEnumerable items => $"[{string.Join(' ', items.Cast<object?>().Select(Of))}]",
        _ => value.ToString()!,
    };

    private static string Node(SyntaxNode node)
    {
        var properties = node.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.Name is not ("Position" or "EqualityContract"))
            .Select(p => (p.Name, Value: p.GetValue(node)))
            .Where(p => p.Value is not (null or false or ICollection { Count: 0 }) && !(p.Value is Enum e && Convert.ToInt32(e) == 0))
            .Select(p => $"{p.Name}={Of(p.Value)}");
        return $"({node.GetType().Name} {string.Join(' ', properties)})";
    }
}
