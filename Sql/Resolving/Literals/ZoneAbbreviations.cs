using Granary.Sql.Catalog.Facts;

namespace Granary.Sql.Resolving.Literals;

/// <summary>PostgreSQL's default abbreviations of time zones and their offsets in seconds.</summary>
internal static class ZoneAbbreviations
{
    private static readonly Lazy<Dictionary<string, long>> Offsets = new(Load);

    public static long? TryGet(string abbreviation) =>
        Offsets.Value.TryGetValue(abbreviation.ToUpperInvariant(), out var offset) ? offset : null;

    private static Dictionary<string, long> Load()
    {
        var file = FactFile.Open("pg_timezone_abbrevs");
        int name = file.Column("abbrev"), offset = file.Column("utc_offset");
        var offsets = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var i = 0; i < file.RowCount; i++)
        {
            var row = file.Row(i);
            if (IntervalText.Normalize(row[offset]) is { } normal) offsets[row[name]] = IntervalText.Parse(normal).Microseconds / 1_000_000;
        }
        return offsets;
    }
}
