using System.Collections.Frozen;
using System.IO.Compression;
using System.Text;

namespace Granary.Grains.Interfaces.Values.Texts;

/// <summary>Identifiers and literals as `quote_ident` and `quote_literal` write them.</summary>
internal static class QuotedText
{
    private static readonly Lazy<FrozenSet<string>> ReservedWords = new(ReadReservedWords);

    /// <summary>Writes an identifier, quoted unless it is a plain lower-case word that is no keyword of SQL.</summary>
    public static void WriteIdentifier(ReadOnlySpan<byte> name, PooledBuffer output)
    {
        if (IsPlain(name)) output.Write(name);
        else WriteDoubled(name, (byte)'"', output);
    }

    /// <summary>Writes a literal; with a backslash in it, as an `E''` string.</summary>
    public static void WriteLiteral(ReadOnlySpan<byte> text, PooledBuffer output)
    {
        if (!text.Contains((byte)'\\'))
        {
            WriteDoubled(text, (byte)'\'', output);
            return;
        }

        output.Write("E'"u8);
        foreach (var value in text)
        {
            if (value is (byte)'\'' or (byte)'\\') output.WriteByte(value);
            output.WriteByte(value);
        }

        output.WriteByte((byte)'\'');
    }

    private static bool IsPlain(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty || !IsLower(name[0])) return false;
        foreach (var value in name)
            if (!IsLower(value) && !Ascii.IsDigit(value)) return false;
        return !ReservedWords.Value.Contains(Encoding.ASCII.GetString(name));
    }

    private static bool IsLower(byte value) => value is (>= (byte)'a' and <= (byte)'z') or (byte)'_';

    private static void WriteDoubled(ReadOnlySpan<byte> text, byte quote, PooledBuffer output)
    {
        output.WriteByte(quote);
        for (var at = text.IndexOf(quote); at >= 0; at = text.IndexOf(quote))
        {
            output.Write(text[..(at + 1)]);
            output.WriteByte(quote);
            text = text[(at + 1)..];
        }

        output.Write(text);
        output.WriteByte(quote);
    }

    // a fact about PostgreSQL 15: word, category (U: may stand anywhere unquoted), …
    private static FrozenSet<string> ReadReservedWords()
    {
        using var resource = typeof(QuotedText).Assembly.GetManifestResourceStream("facts/pg_get_keywords.tsv.gz")
            ?? throw new InvalidOperationException("no facts about keywords are embedded");
        using var text = new StreamReader(new GZipStream(resource, CompressionMode.Decompress), Encoding.UTF8);
        text.ReadLine();
        var words = new List<string>();
        while (text.ReadLine() is { } line)
        {
            var fields = line.Split('\t');
            if (fields[1] != "U") words.Add(fields[0]);
        }

        return words.ToFrozenSet(StringComparer.Ordinal);
    }
}
