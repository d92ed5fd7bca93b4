using System.Text;
using Granary.Grains.Interfaces.Errors;
using Granary.Grains.Interfaces.Values.Times;

namespace Granary.Engine.Functions.Times;

/// <summary>Writes a part of a time by a word of a pattern: DCH_to_char (formatting.c).</summary>
internal static class TimePatternWriter
{
    private static readonly string[] Months =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    private static readonly string[] Days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
    private static readonly string[] RomanMonths = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];
    private static readonly int[] Powers = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];

    /// <summary>Whether `TH` behind a word has a meaning.</summary>
    public static bool IsNumber(TimePart part) => part is not (TimePart.DayName or TimePart.DayShort or TimePart.MonthName or TimePart.MonthShort
        or TimePart.Era or TimePart.EraDotted or TimePart.Meridian or TimePart.MeridianDotted or TimePart.RomanMonth
        or TimePart.Zone or TimePart.ZoneHours or TimePart.ZoneMinutes or TimePart.Offset or TimePart.Nothing);

    public static void Write(TimeWordPart word, in BrokenTime time, PooledBuffer output)
    {
        switch (word.Part)
        {
            case TimePart.Hour24:
                Put(time.Hour, word, output);
                break;
            case TimePart.Hour12:
                Put(time.Hour % 12 == 0 ? 12 : time.Hour % 12, word, output, time.Hour >= 0);
                break;
            case TimePart.Minute:
                Put(time.Minute, word, output);
                break;
            case TimePart.Second:
                Put(time.Second, word, output);
                break;
            case TimePart.Fraction:
                PutPadded(time.Microsecond / Powers[6 - word.Digits], word.Digits, output);
                break;
            case TimePart.SecondOfDay:
                output.WriteDecimal(time.Hour * 3600 + time.Minute * 60 + time.Second);
                break;
            case TimePart.Meridian or TimePart.MeridianDotted:
                WriteMeridian(word, time, output);
                break;
            case TimePart.Zone or TimePart.ZoneHours or TimePart.ZoneMinutes or TimePart.Offset:
                WriteZone(word, time, output);
                break;
            default:
                WriteDate(word, time, output);
                break;
        }
    }

    private static void WriteDate(TimeWordPart word, in BrokenTime time, PooledBuffer output)
    {
        switch (word.Part)
        {
            case TimePart.Day:
                Put(time.Day, word, output, isPositive: true);
                break;
            case TimePart.DayOfYear:
                Put(time.DayOfYear, word, output, isPositive: true);
                break;
            case TimePart.Month:
                Put(time.Month, word, output);
                break;
            case TimePart.Year or TimePart.YearWithComma or TimePart.Century:
                WriteYear(word, time, output);
                break;
            case TimePart.Week:
                Put((time.DayOfYear - 1) / 7 + 1, word, output, isPositive: true);
                break;
            case TimePart.Quarter:
                if (time.Month != 0) output.WriteDecimal((time.Month - 1) / 3 + 1);
                break;
            case TimePart.RomanMonth:
                WriteRomanMonth(word, time, output);
                break;
            case TimePart.WeekOfMonth:
                output.WriteDecimal((time.Day - 1) / 7 + 1);
                break;
            case TimePart.Julian:
                output.WriteDecimal(time.Days + CivilDate.JulianDayOfEpoch);
                break;
            case TimePart.IsoWeek or TimePart.IsoYear or TimePart.DayOfIsoYear:
                WriteIso(word, time, output);
                break;
            case TimePart.Nothing:
                break;
            default:
                WriteName(word, time, output);
                break;
        }
    }

    private static void WriteName(TimeWordPart word, in BrokenTime time, PooledBuffer output)
    {
        if (time.IsInterval) throw NotForIntervals();
        switch (word.Part)
        {
            case TimePart.MonthName:
                PutName(Months[time.Month - 1], word, 9, output);
                break;
            case TimePart.MonthShort:
                PutName(Months[time.Month - 1][..3], word, 0, output);
                break;
            case TimePart.DayName:
                PutName(Days[time.Weekday], word, 9, output);
                break;
            case TimePart.DayShort:
                PutName(Days[time.Weekday][..3], word, 0, output);
                break;
            case TimePart.DayOfWeek:
                output.WriteDecimal(time.Weekday + 1);
                break;
            case TimePart.IsoDayOfWeek:
                output.WriteDecimal(time.Weekday == 0 ? 7 : time.Weekday);
                break;
            case TimePart.Era:
                PutName(time.Year <= 0 ? "BC" : "AD", word, 0, output);
                break;
            default:
                PutName(time.Year <= 0 ? "B.C." : "A.D.", word, 0, output);
                break;
        }
    }

    private static void WriteMeridian(TimeWordPart word, in BrokenTime time, PooledBuffer output)
    {
        var isAfternoon = time.Hour % 24 >= 12;
        PutName(word.Part == TimePart.Meridian ? isAfternoon ? "PM" : "AM" : isAfternoon ? "P.M." : "A.M.", word, 0, output);
    }

    private static void WriteZone(TimeWordPart word, in BrokenTime time, PooledBuffer output)
    {
        if (time.IsInterval) throw NotForIntervals();
        var size = Math.Abs(time.Offset);
        switch (word.Part)
        {
            case TimePart.Zone:
                if (time.Abbreviation is { } name) Put(word.Case == NameCase.Lower ? name.ToLowerInvariant() : name, output);
                return;
            case TimePart.ZoneMinutes:
                PutPadded(size % 3600 / 60, 2, output);
                return;
        }

        output.WriteByte(time.Offset < 0 ? (byte)'-' : (byte)'+');
        PutPadded(size / 3600, word is { Part: TimePart.Offset, IsFilled: true } ? 0 : 2, output);
        if (word.Part != TimePart.Offset || size % 3600 == 0) return;
        output.WriteByte((byte)':');
        PutPadded(size % 3600 / 60, 2, output);
    }

    private static void WriteYear(TimeWordPart word, in BrokenTime time, PooledBuffer output)
    {
        var year = Adjust(time.Year, time);
        switch (word.Part)
        {
            case TimePart.Century:
                var century = time.IsInterval ? time.Year / 100 : time.Year > 0 ? (time.Year - 1) / 100 + 1 : time.Year / 100 - 1;
                if (century is <= 99 and >= -99) Put(century, word, output);
                else output.WriteDecimal(century);
                break;
            case TimePart.YearWithComma:
                var thousands = year / 1000;
                output.WriteDecimal(thousands);
                output.WriteByte((byte)',');
                PutPadded(year - thousands * 1000, 3, output);
                break;
            default:
                PutYear(year, word, output, year >= 0);
                break;
        }
    }

    private static void WriteIso(TimeWordPart word, in BrokenTime time, PooledBuffer output)
    {
        var (isoYear, day) = IsoYear.Of(time.Year, time.Days);
        if (word.Part == TimePart.IsoYear) PutYear(Adjust(isoYear, time), word, output, Adjust(time.Year, time) >= 0);
        else if (word.Part == TimePart.IsoWeek) Put(day / 7 + 1, word, output, isPositive: true);
        else Put(day + 1, word, output, isPositive: true);
    }

    private static void WriteRomanMonth(TimeWordPart word, in BrokenTime time, PooledBuffer output)
    {
        if (time.Month == 0 && !(time.IsInterval && time.Year != 0)) return;
        // of an interval -1 is December; whole years are December too, or January when they are negative
        var index = time.Month > 0 ? time.Month - 1 : time.Month < 0 ? time.Month + 12 : time.Year >= 0 ? 11 : 0;
        PutName(RomanMonths[index], word with { IsTranslated = false }, 4, output);
    }

    private static long Adjust(long year, in BrokenTime time) => time.IsInterval || year > 0 ? year : 1 - year;

    private static void PutYear(long year, TimeWordPart word, PooledBuffer output, bool isPositive)
    {
        if (word.Digits == 1) output.WriteDecimal(year % 10);
        else Put(word.Digits == 4 ? year : year % Powers[word.Digits], word, output, isPositive);
    }

    // C's %0*d: a sign counts as a digit, so PostgreSQL asks for one more when there is one
    private static void Put(long value, TimeWordPart word, PooledBuffer output) => Put(value, word, output, value >= 0);

    private static void Put(long value, TimeWordPart word, PooledBuffer output, bool isPositive) =>
        PutPadded(value, word.IsFilled ? 0 : isPositive ? word.Digits : word.Digits + 1, output);

    private static void PutPadded(long value, int width, PooledBuffer output)
    {
        if (value < 0)
        {
            output.WriteByte((byte)'-');
            value = -value;
            width--;
        }

        var start = output.Length;
        output.WriteDecimal(value);
        for (var missing = width - (output.Length - start); missing > 0; missing--)
        {
            var written = output.Length - start;
            output.WriteByte(0);
            var room = output.WrittenFrom(start);
            room[..written].CopyTo(room[1..]);
            room[0] = (byte)'0';
        }
    }

    // a translated name is never padded
    private static void PutName(string name, TimeWordPart word, int width, PooledBuffer output)
    {
        Put(word.Case switch { NameCase.Upper => name.ToUpperInvariant(), NameCase.Lower => name.ToLowerInvariant(), _ => name }, output);
        if (word.IsFilled || word.IsTranslated) return;
        for (var missing = width - name.Length; missing > 0; missing--) output.WriteByte((byte)' ');
    }

    private static void Put(string text, PooledBuffer output) => output.Advance(Encoding.ASCII.GetBytes(text, output.Reserve(text.Length)));

    private static GranaryException NotForIntervals() =>
        new(ErrorKind.Invalid, SqlState.InvalidDatetimeFormat, "invalid format specification for an interval value") { Hint = "Intervals are not tied to specific calendar dates." };
}
