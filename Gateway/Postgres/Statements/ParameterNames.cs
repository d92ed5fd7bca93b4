namespace Granary.Gateway.Postgres.Statements;

/// <summary>The names that the columns of a row of parameters have; made once.</summary>
internal static class ParameterNames
{
    private static string[] _names = [];

    /// <summary>`$1` to `$n`.</summary>
    public static IReadOnlyList<string> First(int count)
    {
        var names = _names;
        if (names.Length < count) _names = names = [.. Enumerable.Range(1, Math.Max(count, 2 * names.Length)).Select(number => $"${number}")];
        return names.Length == count ? names : new ArraySegment<string>(names, 0, count);
    }
}
