using Granary.Grains.Interfaces.Errors;
using Granary.Sql.Catalog.Facts;

namespace Granary.Sql.Resolving.Typing;

/// <summary>Finds the operator that a symbol between two types means (PostgreSQL's parse_oper.c).</summary>
internal static class OperatorResolution
{
    public static PgOperator Infix(string symbol, PgType left, PgType right, int position)
    {
        if (TryInfix(symbol, left, right, out var ambiguous) is { } found) return found;
        throw NotFound($"{TypeNames.Format(left)} {symbol} {TypeNames.Format(right)}", ambiguous, position);
    }

    /// <summary>The operator, or null; <paramref name="ambiguous"/> says whether several fit equally.</summary>
    public static PgOperator? TryInfix(string symbol, PgType left, PgType right, out bool ambiguous)
    {
        ambiguous = false;
        var all = PgOperators.Named(symbol).Where(o => o.Left is not null).ToArray();
        if (Exact(all, left, right) is { } exact) return exact;
        PgType[] inputs = [left, right];
        var fitting = all.Where(o => Coercion.Can(inputs, [o.Left!, o.Right], CastContext.Implicit)).ToArray();
        var choice = CandidateChoice.Select([.. fitting.Select(o => new[] { o.Left!, o.Right })], inputs);
        ambiguous = choice is null && fitting.Length > 0;
        return choice is null ? null : fitting[choice.Value];
    }

    public static PgOperator Prefix(string symbol, PgType operand, int position)
    {
        var all = PgOperators.Named(symbol).Where(o => o.Left is null).ToArray();
        if (Array.Find(all, o => o.Right == operand) is { } exact) return exact;
        var fitting = all.Where(o => Coercion.Can([operand], [o.Right], CastContext.Implicit)).ToArray();
        var choice = CandidateChoice.Select([.. fitting.Select(o => new[] { o.Right })], [operand]);
        if (choice is { } index) return fitting[index];
        throw NotFound($"{symbol} {TypeNames.Format(operand)}", fitting.Length > 0, position);
    }

    // One unknown side is first assumed to have the other's type; domains stand for their base.
    private static PgOperator? Exact(PgOperator[] all, PgType left, PgType right)
    {
        if (left == PgTypes.Unknown && right != PgTypes.Unknown) left = right;
        else if (right == PgTypes.Unknown && left != PgTypes.Unknown) right = left;
        left = PgTypes.BaseOf(left);
        right = PgTypes.BaseOf(right);
        return Array.Find(all, o => o.Left == left && o.Right == right);
    }

    private static GranaryException NotFound(string signature, bool ambiguous, int position) => ambiguous
        ? Refusal.Of(SqlState.AmbiguousFunction, $"operator is not unique: {signature}", position,
            "Could not choose a best candidate operator. You might need to add explicit type casts.")
        : Refusal.Of(SqlState.UndefinedFunction, $"operator does not exist: {signature}", position,
            "No operator matches the given name and argument types. You might need to add explicit type casts.");
}
