using System.IO.Compression;
using System.Text;

namespace Granary.Grains.Interfaces.Values.Times;

/// <summary>Zone abbreviations (`EST`, `CEST`, `Z`) with the offsets that PostgreSQL's default set gives them.</summary>
internal static class ZoneAbbreviations
{
    private static readonly Lazy<Dictionary<string, (int Offset, bool IsDaylight)>> All = new(Read);

    /// <summary>Seconds east of UTC, or null when the word is no abbreviation.</summary>
    /// <param name="word">In lower case.</param>
    public static (int Offset, bool IsDaylight)? Find(string word) => All.Value.TryGetValue(word, out var found) ? found : null;

    // a fact about PostgreSQL 15: abbrev, utc_offset, is_dst
    private static Dictionary<string, (int, bool)> Read()
    {
        var found = new Dictionary<string, (int, bool)>(StringComparer.OrdinalIgnoreCase);
        using var resource = typeof(ZoneAbbreviations).Assembly.GetManifestResourceStream("facts/pg_timezone_abbrevs.tsv.gz")
            ?? throw new InvalidOperationException("no facts about time zone abbreviations are embedded");
        using var text = new StreamReader(new GZipStream(resource, CompressionMode.Decompress), Encoding.UTF8);
        text.ReadLine();
        while (text.ReadLine() is { } line)
        {
            var fields = line.Split('\t');
            var size = TimeSpan.Parse(fields[1].TrimStart('-'));
            found[fields[0]] = ((int)size.TotalSeconds * (fields[1][0] == '-' ? -1 : 1), fields[2] == "t");
        }

        return found;
    }
}
