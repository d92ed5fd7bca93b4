using System.Text;

namespace Granary.Grains.Interfaces.Values.Times;

/// <summary>What a field of a date, time or interval looks like.</summary>
internal enum TimeFieldKind
{
    Number,
    Text,
    Date,
    Time,
    Zone,
    Special,
}

/// <summary>One field of a date, time or interval, in lower case.</summary>
internal readonly record struct TimeField(TimeFieldKind Kind, string Text);

/// <summary>Cuts dates, times and intervals into fields: PostgreSQL's ParseDateTime.</summary>
internal static class TimeFields
{
    private const int MaxFields = 25;
    private const int MaxLength = 128;

    /// <summary>The fields, or null when the text can't be cut.</summary>
    public static List<TimeField>? Split(ReadOnlySpan<byte> text)
    {
        var fields = new List<TimeField>(8);
        var at = 0;
        while (at < text.Length)
        {
            if (Ascii.IsBlank(text[at]))
            {
                at++;
                continue;
            }

            if (fields.Count == MaxFields) return null;
            var from = at;
            if (ReadField(text, ref at) is not { } kind)
            {
                if (!char.IsAsciiLetterOrDigit((char)text[from]) && text[from] is > 0x20 and < 0x7f and not ((byte)'+' or (byte)'-'))
                {
                    at = from + 1; // other punctuation only divides
                    continue;
                }

                return null;
            }

            if (at - from > MaxLength) return null;
            var field = Encoding.UTF8.GetString(text[from..at]).ToLowerInvariant();
            if (field[0] is '+' or '-') field = field[0] + field[1..].TrimStart(' ', '\t', '\n', '\v', '\f', '\r');
            fields.Add(new TimeField(kind, field));
        }

        return fields;
    }

    private static TimeFieldKind? ReadField(ReadOnlySpan<byte> text, ref int at)
    {
        var first = text[at];
        if (Ascii.IsDigit(first)) return ReadNumeric(text, ref at);
        if (first == '.')
        {
            at++;
            SkipDigits(text, ref at);
            return TimeFieldKind.Number;
        }

        if (Ascii.IsLetter(first)) return ReadWord(text, ref at);
        return first is (byte)'+' or (byte)'-' ? ReadSigned(text, ref at) : null;
    }

    private static TimeFieldKind ReadNumeric(ReadOnlySpan<byte> text, ref int at)
    {
        SkipDigits(text, ref at);
        var next = Peek(text, at);
        if (next == ':')
        {
            at++;
            while (Ascii.IsDigit(Peek(text, at)) || Peek(text, at) is (byte)':' or (byte)'.') at++;
            return TimeFieldKind.Time;
        }

        if (next is not ((byte)'-' or (byte)'/' or (byte)'.')) return TimeFieldKind.Number;
        at++;
        if (!Ascii.IsDigit(Peek(text, at)))
        {
            while (IsAlphanumeric(Peek(text, at)) || Peek(text, at) == next) at++;
            return TimeFieldKind.Date;
        }

        SkipDigits(text, ref at);
        // only with both delimiters alike is it a date of three fields
        if (Peek(text, at) != next) return next == '.' ? TimeFieldKind.Number : TimeFieldKind.Date;
        at++;
        while (Ascii.IsDigit(Peek(text, at)) || Peek(text, at) == next) at++;
        return TimeFieldKind.Date;
    }

    private static TimeFieldKind ReadWord(ReadOnlySpan<byte> text, ref int at)
    {
        var from = at;
        while (Ascii.IsLetter(Peek(text, at))) at++;
        var next = Peek(text, at);
        var isDate = next is (byte)'-' or (byte)'/' or (byte)'.';
        if (!isDate && (next == '+' || Ascii.IsDigit(next)))
            isDate = TimeWords.FindDate(Encoding.ASCII.GetString(text[from..at]).ToLowerInvariant()) is null;
        if (!isDate) return TimeFieldKind.Text;
        do at++;
        while (IsAlphanumeric(Peek(text, at)) || Peek(text, at) is (byte)'+' or (byte)'-' or (byte)'/' or (byte)'_' or (byte)'.' or (byte)':');
        return TimeFieldKind.Date;
    }

    private static TimeFieldKind? ReadSigned(ReadOnlySpan<byte> text, ref int at)
    {
        at++;
        while (Ascii.IsBlank(Peek(text, at))) at++;
        if (Ascii.IsDigit(Peek(text, at)))
        {
            while (Ascii.IsDigit(Peek(text, at)) || Peek(text, at) is (byte)':' or (byte)'.' or (byte)'-') at++;
            return TimeFieldKind.Zone;
        }

        if (!Ascii.IsLetter(Peek(text, at))) return null;
        while (Ascii.IsLetter(Peek(text, at))) at++;
        return TimeFieldKind.Special;
    }

    private static byte Peek(ReadOnlySpan<byte> text, int at) => at < text.Length ? text[at] : (byte)0;

    private static bool IsAlphanumeric(byte value) => Ascii.IsDigit(value) || Ascii.IsLetter(value);

    private static void SkipDigits(ReadOnlySpan<byte> text, ref int at)
    {
        while (Ascii.IsDigit(Peek(text, at))) at++;
    }
}
