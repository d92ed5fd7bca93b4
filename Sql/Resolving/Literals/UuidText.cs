namespace Granary.Sql.Resolving.Literals;

/// <summary>uuid constants: PostgreSQL's lenient forms in, the canonical form out.</summary>
internal static class UuidText
{
    public static string? Normalize(string text)
    {
        var body = text;
        if (body.StartsWith('{'))
        {
            if (!body.EndsWith('}')) return null;
            body = body[1..^1];
        }
        var digits = new List<char>(32);
        for (var i = 0; i < body.Length; i++)
        {
            // A hyphen may stand after any group of four digits.
            if (body[i] == '-' && digits.Count is > 0 and < 32 && digits.Count % 4 == 0 && body[i - 1] != '-') continue;
            if (!char.IsAsciiHexDigit(body[i])) return null;
            digits.Add(char.ToLowerInvariant(body[i]));
        }
        if (digits.Count != 32) return null;
        var all = new string([.. digits]);
        return $"{all[..8]}-{all[8..12]}-{all[12..16]}-{all[16..20]}-{all[20..]}";
    }
}
