namespace Granary.Sql.FrontEnd.Scans;

/// <summary>The values that a column of wanted rows can have: at most a set, and within bounds (inclusive; null for none).</summary>
internal sealed record Domain(IReadOnlySet<object>? Values, object? Lower, object? Upper)
{
    public static readonly Domain All = new(null, null, null);

    public static Domain Of(Restriction restriction, BindValues values) => restriction switch
    {
        Restriction.Compare compare => Of(compare.Symbol, values.Of(compare.Value)),
        Restriction.OneOf one => values.Elements(one.Array) is { } elements ? Of(elements) : All,
        Restriction.Both both => Intersect(Of(both.Left, values), Of(both.Right, values)),
        Restriction.Either either => Union(Of(either.Left, values), Of(either.Right, values)),
        _ => All,
    };

    private static Domain Of(string symbol, object? value) => (symbol, value) switch
    {
        (_, null) => All,
        ("=", _) => Of([value]),
        ("<" or "<=", _) => new Domain(null, null, value),
        _ => new Domain(null, value, null),
    };

    private static Domain Of(List<object> elements) => elements.Count == 0
        ? new Domain(new HashSet<object>(), null, null)
        : new Domain(elements.ToHashSet(), elements.Aggregate(Least), elements.Aggregate(Greatest));

    private static Domain Intersect(Domain a, Domain b)
    {
        var values = a.Values is null ? b.Values : b.Values is null ? a.Values : a.Values.Intersect(b.Values).ToHashSet();
        return new Domain(values, a.Lower is null ? b.Lower : b.Lower is null ? a.Lower : Greatest(a.Lower, b.Lower),
            a.Upper is null ? b.Upper : b.Upper is null ? a.Upper : Least(a.Upper, b.Upper));
    }

    private static Domain Union(Domain a, Domain b)
    {
        if (a.Values is { Count: 0 }) return b;
        if (b.Values is { Count: 0 }) return a;
        var values = a.Values is null || b.Values is null ? null : a.Values.Union(b.Values).ToHashSet();
        return new Domain(values, a.Lower is null || b.Lower is null ? null : Least(a.Lower, b.Lower),
            a.Upper is null || b.Upper is null ? null : Greatest(a.Upper, b.Upper));
    }

    private static object Least(object a, object b) => Compare(a, b) <= 0 ? a : b;

    private static object Greatest(object a, object b) => Compare(a, b) >= 0 ? a : b;

    // Text compares by its UTF-8 bytes, which for UTF-16 means by code points.
    private static int Compare(object a, object b) => (a, b) switch
    {
        (long x, long y) => x.CompareTo(y),
        (double x, double y) => x.CompareTo(y),
        (string x, string y) => System.Text.Encoding.UTF8.GetBytes(x).AsSpan().SequenceCompareTo(System.Text.Encoding.UTF8.GetBytes(y)),
        _ => 0,
    };
}
