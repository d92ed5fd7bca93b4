namespace Granary.Engine.Functions.Times;

/// <summary>What a part of a time's pattern stands for.</summary>
internal enum TimePart : byte
{
    Literal, Century, Day, DayName, DayShort, DayOfIsoYear, DayOfWeek, DayOfYear, Era, EraDotted, Fraction, Nothing, Hour12, Hour24, IsoDayOfWeek,
    IsoWeek, IsoYear, Julian, Meridian, MeridianDotted, Minute, Month, MonthName, MonthShort, Offset, Quarter, RomanMonth, Second, SecondOfDay,
    Week, WeekOfMonth, Year, YearWithComma, Zone, ZoneHours, ZoneMinutes,
}

/// <summary>The letter case of a name in a pattern.</summary>
internal enum NameCase : byte
{
    Upper, Capital, Lower,
}

/// <summary>A word of a pattern with what stands before and behind it.</summary>
/// <param name="Part">What it stands for.</param>
/// <param name="Digits">How many digits it has, where words differ in that alone (`YY`, `FF3`).</param>
/// <param name="Case">The letter case of the word.</param>
/// <param name="IsFilled">Whether `FM` stands before it: no padding.</param>
/// <param name="IsTranslated">Whether `TM` stands before it.</param>
/// <param name="Ordinal">`TH` or `th` behind it, or 0.</param>
/// <param name="Literal">The letters of a literal.</param>
internal sealed record TimeWordPart(TimePart Part, int Digits, NameCase Case, bool IsFilled, bool IsTranslated, byte Ordinal, byte[]? Literal);

/// <summary>A pattern of `to_char` of times: DCH_keywords and parse_format (formatting.c).</summary>
internal sealed class TimePattern
{
    // of those that begin alike, the first that fits is taken; names may also be written with a capital
    private static readonly (string Word, TimePart Part, int Digits)[] Words =
    [
        ("A.D.", TimePart.EraDotted, 0), ("A.M.", TimePart.MeridianDotted, 0), ("AD", TimePart.Era, 0), ("AM", TimePart.Meridian, 0),
        ("B.C.", TimePart.EraDotted, 0), ("BC", TimePart.Era, 0), ("CC", TimePart.Century, 2),
        ("DAY", TimePart.DayName, 9), ("DDD", TimePart.DayOfYear, 3), ("DD", TimePart.Day, 2), ("DY", TimePart.DayShort, 3), ("D", TimePart.DayOfWeek, 1),
        ("FF1", TimePart.Fraction, 1), ("FF2", TimePart.Fraction, 2), ("FF3", TimePart.Fraction, 3), ("FF4", TimePart.Fraction, 4),
        ("FF5", TimePart.Fraction, 5), ("FF6", TimePart.Fraction, 6), ("FX", TimePart.Nothing, 0),
        ("HH24", TimePart.Hour24, 2), ("HH12", TimePart.Hour12, 2), ("HH", TimePart.Hour12, 2),
        ("IDDD", TimePart.DayOfIsoYear, 3), ("ID", TimePart.IsoDayOfWeek, 1), ("IW", TimePart.IsoWeek, 2),
        ("IYYY", TimePart.IsoYear, 4), ("IYY", TimePart.IsoYear, 3), ("IY", TimePart.IsoYear, 2), ("I", TimePart.IsoYear, 1), ("J", TimePart.Julian, 0),
        ("MI", TimePart.Minute, 2), ("MM", TimePart.Month, 2), ("MONTH", TimePart.MonthName, 9), ("MON", TimePart.MonthShort, 3), ("MS", TimePart.Fraction, 3),
        ("OF", TimePart.Offset, 2), ("P.M.", TimePart.MeridianDotted, 0), ("PM", TimePart.Meridian, 0), ("Q", TimePart.Quarter, 1), ("RM", TimePart.RomanMonth, 4),
        ("SSSSS", TimePart.SecondOfDay, 0), ("SSSS", TimePart.SecondOfDay, 0), ("SS", TimePart.Second, 2),
        ("TZH", TimePart.ZoneHours, 2), ("TZM", TimePart.ZoneMinutes, 2), ("TZ", TimePart.Zone, 0), ("US", TimePart.Fraction, 6),
        ("WW", TimePart.Week, 2), ("W", TimePart.WeekOfMonth, 1),
        ("Y,YYY", TimePart.YearWithComma, 0), ("YYYY", TimePart.Year, 4), ("YYY", TimePart.Year, 3), ("YY", TimePart.Year, 2), ("Y", TimePart.Year, 1),
    ];

    [ThreadStatic]
    private static TimePattern? _last;

    private readonly byte[] _text;
    private readonly List<TimeWordPart> _parts = [];

    private TimePattern(ReadOnlySpan<byte> text)
    {
        _text = text.ToArray();
        PatternText.Split(_text, Match, letters => _parts.Add(new TimeWordPart(TimePart.Literal, 0, default, false, false, 0, letters)));
    }

    public bool IsEmpty => _text.Length == 0;

    /// <summary>The pattern of a text; the one used last is kept, as a column is written with one.</summary>
    public static TimePattern Of(ReadOnlySpan<byte> text)
    {
        if (_last is { } last && text.SequenceEqual(last._text)) return last;
        return _last = new TimePattern(text);
    }

    public void Write(in BrokenTime time, PooledBuffer output)
    {
        foreach (var part in _parts)
        {
            if (part.Literal is { } literal)
            {
                output.Write(literal);
                continue;
            }

            var start = output.Length;
            TimePatternWriter.Write(part, time, output);
            if (part.Ordinal != 0 && output.Length > start && TimePatternWriter.IsNumber(part.Part)) output.Write(Numbers.Ordinal.Of(output.Written[start..], part.Ordinal == 'T'));
        }
    }

    private int Match(ReadOnlySpan<byte> rest)
    {
        var from = rest.Length;
        var (isFilled, isTranslated) = (StartsWith(rest, "FM"), StartsWith(rest, "TM"));
        if (isFilled || isTranslated) rest = rest[2..];
        foreach (var (word, part, digits) in Words)
        {
            if (!StartsWith(rest, word, part, out var letterCase)) continue;
            rest = rest[word.Length..];
            byte ordinal = 0;
            if (rest.StartsWith("TH"u8) || rest.StartsWith("th"u8))
            {
                ordinal = rest[0];
                rest = rest[2..];
            }
            else if (rest.StartsWith("SP"u8)) rest = rest[2..];

            _parts.Add(new TimeWordPart(part, digits, letterCase, isFilled, isTranslated, ordinal, null));
            break;
        }

        return from - rest.Length;
    }

    private static bool StartsWith(ReadOnlySpan<byte> text, string word) => PatternText.StartsWith(text, word, out _);

    private static bool StartsWith(ReadOnlySpan<byte> text, string word, TimePart part, out NameCase letterCase)
    {
        if (PatternText.StartsWith(text, word, out var isLower))
        {
            letterCase = isLower ? NameCase.Lower : NameCase.Upper;
            return true;
        }

        letterCase = NameCase.Capital;
        return part is TimePart.DayName or TimePart.DayShort or TimePart.MonthName or TimePart.MonthShort
            && text.Length >= word.Length && text[0] == word[0] && PatternText.StartsWith(text[1..], word[1..], out isLower) && isLower;
    }
}
