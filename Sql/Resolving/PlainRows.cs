using System.Globalization;
using System.Text;
using Granary.Sql.Catalog;
using Granary.Sql.Catalog.Facts;
using Granary.Sql.Resolving.Tree;
using Granary.Sql.Syntax;

namespace Granary.Sql.Resolving;

/// <summary>Reads VALUES rows whose values are bare literals and parameters: those go into columns without any query.</summary>
internal static class PlainRows
{
    private static readonly PlainValue Null = new PlainValue.Null();
    private static readonly PlainValue Default = new PlainValue.Default();

    /// <summary>The rows, or null when one value is more than plain.</summary>
    public static IReadOnlyList<IReadOnlyList<PlainValue>>? TryRead(StatementState state, Relation relation, List<int> columns, ValuesBody values)
    {
        // Parameters take the columns' types only once it is clear that all values are plain.
        var parameters = new List<(ParameterSlot Slot, PgType Type)>();
        var types = columns.Select(c => relation.Columns[c].Type).ToArray();
        var rows = new List<IReadOnlyList<PlainValue>>(values.Rows.Count);
        foreach (var row in values.Rows)
        {
            if (row.Count != types.Length) return null;
            var cells = new PlainValue[types.Length];
            for (var i = 0; i < cells.Length; i++)
            {
                if (row[i] is ParameterReference reference)
                {
                    var slot = state.Parameter(reference.Number, reference.Position);
                    var decided = slot.Type ?? parameters.Find(p => p.Slot == slot).Type;
                    if (decided is not null && decided != types[i]) return null;
                    parameters.Add((slot, types[i]));
                    cells[i] = new PlainValue.Parameter(reference.Number - 1);
                }
                else if (Read(row[i], types[i]) is { } value) cells[i] = value;
                else return null;
            }
            rows.Add(cells);
        }
        foreach (var (slot, type) in parameters) slot.Type ??= type;
        return rows;
    }

    private static PlainValue? Read(Expression expression, PgType type)
    {
        switch (expression)
        {
            case StringLiteral text:
                return new PlainValue.Literal(text.Value);
            case NullLiteral:
                return Null;
            case DefaultExpression:
                return Default;
            case IntegerLiteral number when type.Oid is 20 or 21 or 23 or 700 or 701 or 1700 or 25:
                return new PlainValue.Literal(number.Value.ToString(CultureInfo.InvariantCulture));
            case NumericLiteral number when type.Oid is 701 or 1700 || (type.Oid == 20 && long.TryParse(number.Text, out _)):
                return new PlainValue.Literal(number.Text);
            case BooleanLiteral truth when type.Oid == 16:
                return new PlainValue.Literal(truth.Value ? "t" : "f");
            case CastExpression { Operand: StringLiteral text, Type: { Modifiers.Count: 0, IntervalFields: null } name } when IsSame(name, type):
                return new PlainValue.Literal(text.Value);
            case CastExpression { Operand: ArrayExpression array, Type: { IsArray: true } name } when IsSame(name, type):
                return Array(array, type);
            case ArrayExpression array when type.IsArray:
                return Array(array, type);
            default:
                return null;
        }
    }

    private static bool IsSame(TypeName name, PgType type)
    {
        var element = PgTypes.ElementOf(type);
        if (name.IsArray != element is not null) return false;
        var wanted = element ?? type;
        return name.Name.Schema is null or "pg_catalog" && (name.Name.Name == wanted.Name || (wanted == PgTypes.Text && name.Name.Name == "text"));
    }

    // ARRAY['a', 'b'] as the text {"a","b"} that the column's input function reads.
    private static PlainValue.Literal? Array(ArrayExpression array, PgType type)
    {
        var element = PgTypes.ElementOf(type)!;
        var text = new StringBuilder("{");
        for (var i = 0; i < array.Elements.Count; i++)
        {
            if (i > 0) text.Append(',');
            switch (array.Elements[i])
            {
                case NullLiteral:
                    text.Append("NULL");
                    break;
                case StringLiteral item:
                    text.Append('"').Append(item.Value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"');
                    break;
                case IntegerLiteral number when element.IsNumeric:
                    text.Append(number.Value.ToString(CultureInfo.InvariantCulture));
                    break;
                case NumericLiteral number when element.Oid is 701 or 1700:
                    text.Append(number.Text);
                    break;
                default:
                    return null;
            }
        }
        return new PlainValue.Literal(text.Append('}').ToString());
    }
}
