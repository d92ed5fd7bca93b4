using Granary.Grains.Interfaces.Errors;
using Granary.Sql.Catalog.Facts;
using Granary.Sql.Resolving;
using Granary.Sql.Resolving.Tree;

namespace Granary.Sql.Generating;

/// <summary>Operators. What is not written here is refused: an operator of PostgreSQL never falls through to one of DuckDB.</summary>
internal sealed partial class ExpressionWriter
{
    private Fragment Operator(BoundOperator op)
    {
        if (op.Left is null) return Prefix(op);
        if (op.Operator.Name == "||" && PgTypes.ElementOf(op.Type) is { } element) return ArrayConcatenation(op.Left, op.Right, element);
        return Infix(op.Operator, Write(op.Left), Write(op.Right), op.Left, op.Right);
    }

    private Fragment Prefix(BoundOperator op)
    {
        var operand = Write(op.Right);
        var type = op.Operator.Right;
        return op.Operator.Name switch
        {
            "-" when type.IsNumeric || type == PgTypes.Interval => new Fragment($"(-{operand.Sql})", operand.Scale),
            "+" when type.IsNumeric => operand,
            "@" when type.IsNumeric => new Fragment($"abs({operand.Sql})", operand.Scale),
            "~" when type.Oid is 20 or 21 or 23 => $"(~{operand.Sql})",
            "|/" => $"(CASE WHEN {operand.Sql} < 0 THEN {SqlText.Error("2201F", "cannot take square root of a negative number")} ELSE sqrt({operand.Sql}) END)",
            "||/" => $"cbrt({operand.Sql})",
            "!!" or _ => throw Unsupported(op.Operator, op.Position),
        };
    }

    /// <summary>A value as comparisons want it: bpchar without its padding, jsonb as bytes in its order.</summary>
    public string Comparand(BoundExpression value) => Comparand(Write(value), value.Type);

    private static string Comparand(Fragment value, PgType type) =>
        type == PgTypes.BpChar ? $"rtrim({value.Sql}, ' ')" : type == PgTypes.Jsonb ? $"pg_jsonb_key({value.Sql})" : value.Sql;

    private Fragment Infix(PgOperator op, Fragment left, Fragment right, BoundExpression leftNode, BoundExpression rightNode)
    {
        var (l, r) = (op.Left!, op.Right);
        switch (op.Name)
        {
            case "=" or "<>" or "<" or "<=" or ">" or ">=":
                return Comparison(op, left, right, leftNode, rightNode);
            case "+" or "-" or "*" or "/" or "%" or "^":
                return Arithmetic(op, left, right, leftNode, rightNode);
            case "||":
                return Concatenation(op, left, right, leftNode, rightNode);
            case "~~" or "!~~" or "~~*" or "!~~*" when IsText(l) && IsText(r):
                return Patterns.Like(op.Name, left.Sql, right.Sql, rightNode);
            case "~" or "!~" or "~*" or "!~*" when IsText(l) && IsText(r):
                return Patterns.Regex(op.Name, left.Sql, right.Sql, rightNode);
            case "<<" or ">>" when l.Oid is 20 or 21 or 23:
                return $"pg_shift_{(op.Name == "<<" ? "left" : "right")}({left.Sql}, {right.Sql})";
            case "&" or "|" when l.Oid is 20 or 21 or 23:
                return $"({left.Sql} {op.Name} {right.Sql})";
            case "#" when l.Oid is 20 or 21 or 23:
                return $"xor({left.Sql}, {right.Sql})";
            case "^@":
                return $"starts_with({left.Sql}, {right.Sql})";
            case "@>" when l == PgTypes.AnyArray:
                return Contains(left.Sql, right.Sql);
            case "<@" when l == PgTypes.AnyArray:
                return Contains(right.Sql, left.Sql);
            case "&&" when l == PgTypes.AnyArray:
                return $"list_has_any({left.Sql}, {right.Sql})";
            default:
                return Json(op, left.Sql, right.Sql) ?? throw Unsupported(op, leftNode.Position);
        }
    }

    // PostgreSQL's array containment finds no NULL; DuckDB leaves NULLs out of what must be contained.
    private static Fragment Contains(string whole, string part) =>
        $"(CASE WHEN {whole} IS NULL OR {part} IS NULL THEN NULL ELSE list_has_all({whole}, {part}) AND list_count({part}) = len({part}) END)";

    private static string? Json(PgOperator op, string left, string right) => (op.Name, op.Left!.Oid, op.Right.Oid) switch
    {
        ("->", 114, 25) => EngineFunctions.Call(EngineFunctions.JsonField, left, right),
        ("->>", 114, 25) => EngineFunctions.Call(EngineFunctions.JsonFieldText, left, right),
        ("->", 3802, 25) => EngineFunctions.Call(EngineFunctions.JsonbField, left, right),
        ("->>", 3802, 25) => EngineFunctions.Call(EngineFunctions.JsonbFieldText, left, right),
        ("->", 3802, 23) => EngineFunctions.Call(EngineFunctions.JsonElement, $"pg_jsonb_array({left})", right),
        ("->>", 3802, 23) => EngineFunctions.Call(EngineFunctions.JsonElementText, $"pg_jsonb_array({left})", right),
        ("->", 114, 23) => EngineFunctions.Call(EngineFunctions.JsonElement, left, right),
        ("->>", 114, 23) => EngineFunctions.Call(EngineFunctions.JsonElementText, left, right),
        ("#>", 114 or 3802, 1009) => EngineFunctions.Call(EngineFunctions.JsonPath, left, right),
        ("#>>", 114 or 3802, 1009) => EngineFunctions.Call(EngineFunctions.JsonPathText, left, right),
        ("@>", 3802, 3802) => EngineFunctions.Call(EngineFunctions.JsonbContains, left, right),
        ("<@", 3802, 3802) => EngineFunctions.Call(EngineFunctions.JsonbContains, right, left),
        ("?", 3802, 25) => EngineFunctions.Call(EngineFunctions.JsonbExists, left, right),
        ("?|", 3802, 1009) => $"(CASE WHEN {left} IS NULL THEN NULL ELSE len(list_filter({right}, lambda k: {EngineFunctions.Call(EngineFunctions.JsonbExists, left, "k")})) > 0 END)",
        ("?&", 3802, 1009) => $"(CASE WHEN {left} IS NULL THEN NULL ELSE len(list_filter({right}, lambda k: NOT {EngineFunctions.Call(EngineFunctions.JsonbExists, left, "k")})) = 0 END)",
        _ => null,
    };

    private Fragment Comparison(PgOperator op, Fragment left, Fragment right, BoundExpression leftNode, BoundExpression rightNode)
    {
        var (l, r) = (PgTypes.BaseOf(leftNode.Type), PgTypes.BaseOf(rightNode.Type));
        var (a, b) = (Comparand(left, l), Comparand(right, r));
        if (l == r || IsText(l) && IsText(r) || l.IsNumeric && r.IsNumeric) { }
        else if (l.Oid is 1082 or 1114 or 1184 && r.Oid is 1082 or 1114 or 1184)
        {
            // A comparison with a timestamptz happens among instants, one without among local times.
            var common = l == PgTypes.TimestampTz || r == PgTypes.TimestampTz ? PgTypes.TimestampTz : PgTypes.Timestamp;
            if (l != common) a = CastText(left, l, common, leftNode.Position).Sql;
            if (r != common) b = CastText(right, r, common, rightNode.Position).Sql;
        }
        else if (!(PgTypes.ElementOf(l) is not null && PgTypes.ElementOf(r) is not null)) throw Unsupported(op, leftNode.Position);
        if (l.Oid == 114 || PgTypes.ElementOf(l) == PgTypes.Jsonb) throw Unsupported(op, leftNode.Position);
        return $"({a} {op.Name} {b})";
    }

    private Fragment Arithmetic(PgOperator op, Fragment left, Fragment right, BoundExpression leftNode, BoundExpression rightNode)
    {
        var (l, r, result) = (op.Left!, op.Right, op.Result);
        if (l.IsNumeric && r.IsNumeric && result.IsNumeric) return NumberArithmetic(op, left, right, rightNode);
        return TimeArithmetic.Write(op, left.Sql, right.Sql, state) is { } time ? new Fragment(time) : throw Unsupported(op, leftNode.Position);
    }

    private static Fragment NumberArithmetic(PgOperator op, Fragment left, Fragment right, BoundExpression rightNode)
    {
        var isInteger = op.Result.Oid is 20 or 21 or 23;
        var type = DuckTypes.Of(op.Result);
        switch (op.Name)
        {
            case "+" or "-" or "*" when isInteger:
                return $"CAST(({left.Sql} {op.Name} {right.Sql}) AS {type})";
            case "/" when isInteger:
                return $"CAST(({left.Sql} // {NonZero(right.Sql, rightNode)}) AS {type})";
            case "%" when isInteger:
                return $"CAST(({left.Sql} % {NonZero(right.Sql, rightNode)}) AS {type})";
            case "+" or "-" when op.Result == PgTypes.Numeric:
                return new Fragment($"({Wide(left).Sql} {op.Name} {right.Sql})", Math.Max(left.Scale, right.Scale)) { IsOpen = left.IsOpen || right.IsOpen };
            case "*" when op.Result == PgTypes.Numeric:
                return Product(left, right);
            case "/" when op.Result == PgTypes.Numeric:
                return Quotient(left.Sql, right.Sql);
            case "%" when op.Result == PgTypes.Numeric:
                return new Fragment($"({left.Sql} % {NonZero(right.Sql, rightNode)})", Math.Max(left.Scale, right.Scale));
            case "+" or "-" or "*" or "/":
                var name = op.Name switch { "+" => "add", "-" => "subtract", "*" => "multiply", _ => "divide" };
                return $"pg_float_{name}(CAST({left.Sql} AS {type}), CAST({right.Sql} AS {type}))";
            case "^" when op.Result == PgTypes.Float8:
                return $"pg_float_power({left.Sql}, {right.Sql})";
            default:
                throw Unsupported(op, rightNode.Position);
        }
    }

    // A product has the digits of both sides. Where that leaves too few before the point, the open side gives some up.
    private static Fragment Product(Fragment left, Fragment right)
    {
        const int most = 24;
        var (a, b) = (left, right);
        if (a.Scale + b.Scale > most && !a.IsOpen && !b.IsOpen)
            throw Refusal.Unsupported($"a product of numerics with more than {most} digits after the point is not supported", -1, "Cast a side to numeric(p,s) or double precision.");
        if (a.Scale + b.Scale > most && a.Scale > most / 2) a = Narrow(a, Math.Max(most - b.Scale, most / 2));
        if (a.Scale + b.Scale > most && b.Scale > most / 2) b = Narrow(b, Math.Max(most - a.Scale, most / 2));
        return new Fragment($"({Wide(a).Sql} * {b.Sql})", a.Scale + b.Scale) { IsOpen = left.IsOpen || right.IsOpen };
    }

    // DuckDB keeps sums and products of short decimals at 18 digits and fails beyond; one wide side makes the result wide.
    private static Fragment Wide(Fragment value) => Narrow(value, value.Scale);

    private static Fragment Narrow(Fragment value, int scale) => new($"CAST({value.Sql} AS {DuckTypes.Decimal(-1, scale)})", scale);

    /// <summary>numeric / numeric, with the digits that PostgreSQL gives as far as a decimal holds them.</summary>
    private static Fragment Quotient(string left, string right) =>
        Open(EngineFunctions.Call(EngineFunctions.NumericDivide, $"CAST({left} AS VARCHAR)", $"CAST({right} AS VARCHAR)"));

    /// <summary>A numeric that is computed as PostgreSQL's text of it.</summary>
    private static Fragment Open(string text, int scale = DuckTypes.OpenScale) =>
        new($"CAST({text} AS {DuckTypes.Decimal(-1, scale)})", scale) { Text = text, IsOpen = true };

    private static string NonZero(string divisor, BoundExpression node)
    {
        while (node is BoundCast { Operand: BoundConstant or BoundCast } cast) node = cast.Operand;
        if (node is BoundConstant { Text: { } text } && text.Any(c => c is > '0' and <= '9')) return divisor;
        return $"(CASE WHEN {divisor} = 0 THEN {SqlText.Error("22012", "division by zero")} ELSE {divisor} END)";
    }

    private Fragment Concatenation(PgOperator op, Fragment left, Fragment right, BoundExpression leftNode, BoundExpression rightNode)
    {
        var (l, r) = (PgTypes.BaseOf(leftNode.Type), PgTypes.BaseOf(rightNode.Type));
        if (op.Result == PgTypes.Bytea) return $"({left.Sql} || {right.Sql})";
        if (op.Result == PgTypes.Text) return $"({CastText(left, l, PgTypes.Text, leftNode.Position).Sql} || {CastText(right, r, PgTypes.Text, rightNode.Position).Sql})";
        throw Unsupported(op, leftNode.Position);
    }

    // array_cat of a NULL is the other side; an element that is NULL is an element.
    private Fragment ArrayConcatenation(BoundExpression left, BoundExpression right, PgType element)
    {
        var (a, b) = (ListOf(left, element), ListOf(right, element));
        var scale = Math.Max(a.Scale, b.Scale);
        if (element == PgTypes.Numeric && a.Scale != b.Scale)
            throw Refusal.Unsupported("arrays of numerics with different digits after the point can't be joined", left.Position, "Cast both to numeric(p,s)[].");
        return new Fragment($"(CASE WHEN {a.Sql} IS NULL THEN {b.Sql} WHEN {b.Sql} IS NULL THEN {a.Sql} ELSE list_concat({a.Sql}, {b.Sql}) END)", scale);
    }

    private Fragment ListOf(BoundExpression side, PgType element)
    {
        var value = Write(side);
        if (PgTypes.ElementOf(PgTypes.BaseOf(side.Type)) is not null) return CastText(value, side.Type, PgTypes.ArrayOf(element)!, side.Position);
        var item = CastText(value, side.Type, element, side.Position);
        return item with { Sql = $"[{item.Sql}]" };
    }

    private static GranaryException Unsupported(PgOperator op, int position) =>
        Refusal.Unsupported($"the operator {op} is not supported", position);
}
