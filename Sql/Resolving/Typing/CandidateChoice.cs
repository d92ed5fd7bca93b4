using Granary.Sql.Catalog.Facts;

namespace Granary.Sql.Resolving.Typing;

/// <summary>PostgreSQL's choice among functions or operators whose argument types all fit (func_select_candidate).</summary>
internal static class CandidateChoice
{
    /// <summary>The one best candidate, or null when none is best.</summary>
    /// <param name="candidates">Each candidate's argument types, as many as there are inputs.</param>
    /// <param name="inputs">The actual types.</param>
    public static int? Select(IReadOnlyList<IReadOnlyList<PgType>> candidates, IReadOnlyList<PgType> inputs)
    {
        if (candidates.Count == 0) return null;
        if (candidates.Count == 1) return 0;
        var bases = inputs.Select(PgTypes.BaseOf).ToArray();
        var live = Enumerable.Range(0, candidates.Count).ToList();
        live = KeepBest(live, c => Count(bases.Length, i => bases[i] != PgTypes.Unknown && candidates[c][i] == bases[i]));
        if (live.Count == 1) return live[0];
        live = KeepBest(live, c => Count(bases.Length, i => bases[i] != PgTypes.Unknown
            && (candidates[c][i] == bases[i] || IsPreferredFor(candidates[c][i], bases[i].Category))));
        if (live.Count == 1) return live[0];
        var unknowns = Enumerable.Range(0, bases.Length).Where(i => bases[i] == PgTypes.Unknown).ToArray();
        if (unknowns.Length == 0) return null;
        live = ByUnknownCategories(live, candidates, unknowns);
        if (live.Count == 1) return live[0];
        return ByOneKnownType(live, candidates, bases);
    }

    private static List<int> ByUnknownCategories(List<int> live, IReadOnlyList<IReadOnlyList<PgType>> candidates, int[] unknowns)
    {
        var categories = new Dictionary<int, (char Category, bool Preferred)>();
        foreach (var i in unknowns)
        {
            var slot = live.Select(c => candidates[c][i]).ToArray();
            var category = slot[0].Category;
            if (slot.Any(t => t.Category == 'S')) category = 'S';
            else if (slot.Any(t => t.Category != category)) return live;
            categories[i] = (category, slot.Any(t => t.Category == category && t.IsPreferred));
        }
        var kept = live.Where(c => unknowns.All(i =>
            candidates[c][i].Category == categories[i].Category && (!categories[i].Preferred || candidates[c][i].IsPreferred))).ToList();
        return kept.Count > 0 ? kept : live;
    }

    // If all known inputs have one type, assume that the unknown ones have it too.
    private static int? ByOneKnownType(List<int> live, IReadOnlyList<IReadOnlyList<PgType>> candidates, PgType[] bases)
    {
        var known = bases.Where(t => t != PgTypes.Unknown).Distinct().ToArray();
        if (known.Length != 1) return null;
        var same = Enumerable.Repeat(known[0], bases.Length).ToArray();
        var kept = live.Where(c => Coercion.Can(same, candidates[c], CastContext.Implicit)).ToList();
        return kept.Count == 1 ? kept[0] : null;
    }

    private static bool IsPreferredFor(PgType candidate, char category) => candidate.Category == category && candidate.IsPreferred;

    private static int Count(int length, Func<int, bool> matches)
    {
        var count = 0;
        for (var i = 0; i < length; i++)
            if (matches(i))
                count++;
        return count;
    }

    private static List<int> KeepBest(List<int> live, Func<int, int> score)
    {
        var scores = live.Select(score).ToArray();
        var best = scores.Max();
        return best == 0 ? live : live.Where((_, i) => scores[i] == best).ToList();
    }
}
