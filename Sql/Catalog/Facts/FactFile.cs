using System.IO.Compression;
using System.Text;

namespace Granary.Sql.Catalog.Facts;

/// <summary>One exported relation: embedded, gzipped COPY text with a header line (see eng/export-postgres-facts).</summary>
internal sealed class FactFile
{
    private readonly string[] _lines;
    private readonly string[] _columns;

    private FactFile(string text)
    {
        _lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        _columns = _lines[0].Split('\t');
    }

    /// <summary>The rows, without the header.</summary>
    public int RowCount => _lines.Length - 1;

    /// <summary>The columns' names in file order.</summary>
    public IReadOnlyList<string> Columns => _columns;

    /// <summary>Reads a relation's facts; every call decompresses again, so callers keep what they need.</summary>
    public static FactFile Open(string relation) =>
        TryOpen(relation) ?? throw new InvalidOperationException($"no facts about {relation} are embedded");

    /// <summary>Reads a relation's facts, or gives null when none were exported.</summary>
    public static FactFile? TryOpen(string relation)
    {
        using var resource = typeof(FactFile).Assembly.GetManifestResourceStream($"facts/{relation}.tsv.gz");
        if (resource is null) return null;
        using var text = new StreamReader(new GZipStream(resource, CompressionMode.Decompress), Encoding.UTF8);
        return new FactFile(text.ReadToEnd());
    }

    /// <summary>The position of a column.</summary>
    public int Column(string name)
    {
        var index = Array.IndexOf(_columns, name);
        return index >= 0 ? index : throw new InvalidOperationException($"the facts hold no column {name}");
    }

    /// <summary>The raw fields of a row: COPY escapes in place, \N for NULL.</summary>
    public string[] Row(int index) => _lines[index + 1].Split('\t');

    /// <summary>A field's value: null for \N, escapes undone.</summary>
    public static string? Decode(string field)
    {
        if (field == "\\N") return null;
        if (!field.Contains('\\')) return field;
        var text = new StringBuilder(field.Length);
        for (var i = 0; i < field.Length; i++)
            text.Append(field[i] == '\\' && i + 1 < field.Length ? Unescape(field[++i]) : field[i]);
        return text.ToString();
    }

    private static char Unescape(char letter) => letter switch
    {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'b' => '\b',
        'f' => '\f',
        'v' => '\v',
        _ => letter,
    };
}
