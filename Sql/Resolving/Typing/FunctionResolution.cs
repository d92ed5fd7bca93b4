using Granary.Sql.Catalog.Facts;

namespace Granary.Sql.Resolving.Typing;

/// <summary>A function that a call fits, with its arguments in the order of the call.</summary>
/// <param name="Function">The function.</param>
/// <param name="Declared">The declared type for each actual argument, the variadic one expanded.</param>
/// <param name="Order">For each declared place, the index of the actual argument, or -1 for a default.</param>
/// <param name="ExpandedVariadic">Whether the last arguments are to be gathered into an array.</param>
internal sealed record FunctionMatch(PgFunction Function, PgType[] Declared, int[] Order, bool ExpandedVariadic);

/// <summary>What looking a call up gave.</summary>
internal enum FunctionLookup
{
    Found = 0,
    Missing,
    Ambiguous,
}

/// <summary>Finds the function that a call means (PostgreSQL's parse_func.c).</summary>
internal static class FunctionResolution
{
    public static FunctionLookup Find(IEnumerable<PgFunction> named, PgType[] actual, string?[] names, bool isVariadic, out FunctionMatch? match)
    {
        match = null;
        var candidates = named.Select(f => Fit(f, actual, names, isVariadic)).OfType<FunctionMatch>().ToList();
        // A candidate that needs no variadic expansion or default hides one of the same types that does.
        candidates = [.. candidates.OrderBy(c => c.ExpandedVariadic).ThenBy(c => c.Order.Count(o => o < 0))
            .DistinctBy(c => string.Join(',', c.Declared.Select(t => t.Oid)))];
        match = candidates.Find(c => c.Declared.SequenceEqual(actual));
        if (match is not null) return FunctionLookup.Found;
        var fitting = candidates.Where(c => Coercion.Can(actual, c.Declared, CastContext.Implicit)).ToList();
        if (fitting.Count == 0) return FunctionLookup.Missing;
        if (CandidateChoice.Select([.. fitting.Select(c => c.Declared)], actual) is not { } index) return FunctionLookup.Ambiguous;
        match = fitting[index];
        return FunctionLookup.Found;
    }

    private static FunctionMatch? Fit(PgFunction function, PgType[] actual, string?[] names, bool isVariadic)
    {
        if (names.Any(n => n is not null)) return FitByName(function, actual, names);
        var declared = function.Arguments;
        if (function.VariadicElement is { } element && !isVariadic && actual.Length >= declared.Length)
        {
            var expanded = new PgType[actual.Length];
            for (var i = 0; i < actual.Length; i++) expanded[i] = i < declared.Length - 1 ? declared[i] : element;
            return new FunctionMatch(function, expanded, [.. Enumerable.Range(0, actual.Length)], element != PgTypes.Any);
        }
        if (actual.Length > declared.Length || actual.Length < declared.Length - function.DefaultCount) return null;
        if (isVariadic && function.VariadicElement is null) return null;
        return new FunctionMatch(function, declared[..actual.Length],
            [.. Enumerable.Range(0, declared.Length).Select(i => i < actual.Length ? i : -1)], false);
    }

    private static FunctionMatch? FitByName(PgFunction function, PgType[] actual, string?[] names)
    {
        var inputs = InputNames(function);
        var order = Enumerable.Repeat(-1, function.Arguments.Length).ToArray();
        var types = new PgType[actual.Length];
        for (var i = 0; i < actual.Length; i++)
        {
            var place = names[i] is { } name ? Array.IndexOf(inputs, name) : i;
            if (place < 0 || place >= order.Length || order[place] >= 0) return null;
            order[place] = i;
            types[i] = function.Arguments[place];
        }
        for (var place = 0; place < order.Length; place++)
            if (order[place] < 0 && place < order.Length - function.DefaultCount)
                return null;
        return new FunctionMatch(function, types, order, false);
    }

    private static string[] InputNames(PgFunction function) => function.ArgumentModes.Length == 0
        ? function.ArgumentNames
        : [.. function.ArgumentNames.Where((_, i) => function.ArgumentModes[i] is 'i' or 'b' or 'v')];
}
