using System.Globalization;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Sql.Resolving.Literals;

/// <summary>Date and time constants in PostgreSQL's many forms (month before day, as its default DateStyle) in, ISO text out.</summary>
internal sealed class DateTimeText(ResolvingSession session, int position)
{
    public string Date(string text)
    {
        var fields = Parse(text, "date");
        if (fields.Special is { } special) return special;
        if (!fields.HasDate) throw Bad("date", text);
        return FormatDate(fields);
    }

    public string Timestamp(string text)
    {
        var fields = Parse(text, "timestamp");
        if (fields.Special is { } special) return special;
        if (!fields.HasDate) throw Bad("timestamp", text);
        return $"{FormatDate(fields, rollMidnight: true)} {FormatTime(fields)}{Era(fields)}";
    }

    /// <summary>UTC, without an offset.</summary>
    public string TimestampTz(string text)
    {
        var fields = Parse(text, "timestamp with time zone");
        if (fields.Special is { } special) return special;
        if (!fields.HasDate) throw Bad("timestamp with time zone", text);
        var local = ToMicroseconds(fields);
        var utc = local - (fields.Offset ?? ZoneOffset(fields.Zone ?? session.TimeZone, local)) * 1_000_000L;
        return FormatInstant(utc);
    }

    public string Time(string text)
    {
        var fields = Parse(text, "time");
        if (!fields.HasTime) throw Bad("time", text);
        return FormatTime(fields);
    }

    /// <summary>ISO text of microseconds since 1970, UTC.</summary>
    public static string FormatInstant(long micros)
    {
        var days = Math.DivRem(micros, 86_400_000_000L, out var rest);
        if (rest < 0)
        {
            rest += 86_400_000_000L;
            days--;
        }
        var (year, month, day) = CivilFromDays(days);
        var time = $"{rest / 3_600_000_000L:00}:{rest / 60_000_000 % 60:00}:{rest / 1_000_000 % 60:00}.{rest % 1_000_000:000000}";
        var era = year <= 0 ? " (BC)" : "";
        return $"{(year <= 0 ? 1 - year : year):0000}-{month:00}-{day:00} {time}{era}";
    }

    /// <summary>Microseconds since 1970 of a local time given as fields.</summary>
    private static long ToMicroseconds(Fields f) => DaysFromCivil(f.AstronomicalYear, f.Month, f.Day) * 86_400_000_000L + f.Micros;

    private long ZoneOffset(string zone, long localMicros)
    {
        var info = FindZone(zone) ?? throw Refusal.Of(SqlState.InvalidParameterValue, $"time zone \"{zone}\" not recognized", position);
        var ticks = localMicros * 10 + DateTime.UnixEpoch.Ticks;
        if (ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks) return (long)info.BaseUtcOffset.TotalSeconds;
        var local = new DateTime(ticks, DateTimeKind.Unspecified);
        // In a gap PostgreSQL uses the offset before it; of two possible times it takes the one in standard time.
        return (long)info.GetUtcOffset(info.IsInvalidTime(local) ? local.AddHours(-2) : local).TotalSeconds;
    }

    private static TimeZoneInfo? FindZone(string zone)
    {
        if (zone.Equals("utc", StringComparison.OrdinalIgnoreCase) || zone.Equals("gmt", StringComparison.OrdinalIgnoreCase)) return TimeZoneInfo.Utc;
        return TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var info) ? info : null;
    }

    private sealed class Fields
    {
        public string? Special;
        public bool HasDate, HasTime, IsBc;
        public int Year, Month, Day;
        public long Micros;
        public long? Offset;
        public string? Zone;
        public int AstronomicalYear => IsBc ? 1 - Year : Year;
    }

    private Fields Parse(string text, string type)
    {
        var fields = new Fields();
        var tokens = Tokenize(text.Trim());
        if (tokens.Count == 0) throw Bad(type, text);
        var numbers = new List<string>();
        string? monthName = null;
        bool pm = false, am = false;
        for (var i = 0; i < tokens.Count; i++)
        {
            var token = tokens[i];
            var lower = token.ToLowerInvariant();
            if (IsSpecial(lower, fields)) continue;
            if (lower is "bc" or "ad") fields.IsBc = lower == "bc";
            else if (lower is "am" or "pm") (am, pm) = (lower == "am", lower == "pm");
            else if (lower is "t" && fields.HasDate || lower is "at" or "," || IsDayName(lower)) continue;
            else if (Month(lower) is { } month && monthName is null && !fields.HasDate) monthName = month.ToString();
            else if (token.Contains(':') && token[0] is not ('+' or '-'))
            {
                if (fields.HasTime || !ReadClock(token, fields, text)) throw Bad(type, text);
            }
            else if (token[0] is '+' or '-' && fields.HasTime)
            {
                fields.Offset = (fields.Offset ?? 0) + (ReadOffset(token) ?? throw Bad(type, text));
            }
            else if (char.IsAsciiDigit(token[0]) && !fields.HasDate) ReadDateToken(token, numbers, fields, type, text);
            else if (char.IsAsciiDigit(token[0]) && fields.HasDate && !fields.HasTime && token.Length is 4 or 6 && token.All(char.IsAsciiDigit))
            {
                fields.HasTime = true;
                fields.Micros = (long.Parse(token[..2]) * 3600 + long.Parse(token[2..4]) * 60 + (token.Length == 6 ? long.Parse(token[4..]) : 0)) * 1_000_000;
            }
            else if (lower is "z" or "zulu") fields.Offset = 0;
            else if (char.IsAsciiLetter(token[0])) ReadZone(token, fields, type, text);
            else throw Bad(type, text);
        }
        if (fields.Special is not null) return fields;
        if (!fields.HasDate && (numbers.Count > 0 || monthName is not null)) OrderNumbers(numbers, monthName, fields, type, text);
        if (pm && fields.Micros < 43_200_000_000) fields.Micros += 43_200_000_000;
        if (am && fields.Micros >= 43_200_000_000) fields.Micros -= 43_200_000_000;
        Check(fields, type, text);
        return fields;
    }

    private bool IsSpecial(string word, Fields fields)
    {
        switch (word)
        {
            case "infinity" or "inf" or "+infinity": fields.Special = "infinity"; return true;
            case "-infinity" or "-inf": fields.Special = "-infinity"; return true;
            case "epoch": SetInstant(fields, 0, withTime: true); return true;
            case "now": SetNow(fields, 0, withTime: true); return true;
            case "today": SetNow(fields, 0, withTime: false); return true;
            case "tomorrow": SetNow(fields, 1, withTime: false); return true;
            case "yesterday": SetNow(fields, -1, withTime: false); return true;
            case "allballs": fields.HasTime = true; fields.Offset = 0; return true;
            default: return false;
        }
    }

    private void SetNow(Fields fields, int addedDays, bool withTime)
    {
        var zone = FindZone(session.TimeZone) ?? TimeZoneInfo.Utc;
        var local = TimeZoneInfo.ConvertTime(session.ReadClock(), zone);
        SetInstant(fields, (local.DateTime.Ticks - DateTime.UnixEpoch.Ticks) / 10 + addedDays * 86_400_000_000L, withTime);
        if (withTime) fields.Offset = (long)local.Offset.TotalSeconds;
    }

    private static void SetInstant(Fields fields, long micros, bool withTime)
    {
        var days = (long)Math.Floor(micros / 86_400_000_000.0);
        (fields.Year, fields.Month, fields.Day) = CivilFromDays(days);
        fields.HasDate = true;
        if (!withTime) return;
        fields.HasTime = true;
        fields.Micros = micros - days * 86_400_000_000L;
        fields.Offset = 0;
    }

    private void ReadDateToken(string token, List<string> numbers, Fields fields, string type, string text)
    {
        if (token.Contains('T') && token.IndexOf('T') is var split && split > 0)
        {
            ReadDateToken(token[..split], numbers, fields, type, text);
            return;
        }
        var parts = token.Split('-', '/', '.');
        if (parts.Length == 1 && token.Length is 8 && token.All(char.IsAsciiDigit))
        {
            SetDate(fields, token[..4], token[4..6], token[6..], type, text);
            return;
        }
        if (parts.Length == 3)
        {
            if (parts[0].Length >= 3 && Month(parts[1]) is { } named) SetDate(fields, parts[0], named.ToString(), parts[2], type, text);
            else if (Month(parts[1]) is { } middle) SetDate(fields, FullYear(parts[2]), middle.ToString(), parts[0], type, text);
            else if (parts[0].Length >= 3) SetDate(fields, parts[0], parts[1], parts[2], type, text);
            else SetDate(fields, FullYear(parts[2]), parts[0], parts[1], type, text);
            return;
        }
        if (parts.Length == 2 && parts[0].Length >= 4 && parts[1].Length == 3 && token.Contains('.'))
        {
            SetInstant(fields, (DaysFromCivil(int.Parse(parts[0]), 1, 1) + int.Parse(parts[1]) - 1) * 86_400_000_000L, withTime: false);
            return;
        }
        if (parts.Length != 1) throw Bad(type, text);
        numbers.Add(token);
    }

    private void OrderNumbers(List<string> numbers, string? monthName, Fields fields, string type, string text)
    {
        if (monthName is not null && numbers.Count == 2)
        {
            var (year, day) = numbers[0].Length > 2 ? (numbers[0], numbers[1]) : (FullYear(numbers[1]), numbers[0]);
            SetDate(fields, year, monthName, day, type, text);
        }
        else if (monthName is null && numbers.Count == 3)
        {
            if (numbers[0].Length > 2) SetDate(fields, numbers[0], numbers[1], numbers[2], type, text);
            else SetDate(fields, FullYear(numbers[2]), numbers[0], numbers[1], type, text);
        }
        else throw Bad(type, text);
    }

    private static string FullYear(string year) =>
        year.Length == 2 && int.TryParse(year, out var two) ? (two < 70 ? 2000 + two : 1900 + two).ToString() : year;

    private void SetDate(Fields fields, string year, string month, string day, string type, string text)
    {
        if (!int.TryParse(year, out fields.Year) || !int.TryParse(month, out fields.Month) || !int.TryParse(day, out fields.Day)) throw Bad(type, text);
        fields.HasDate = true;
    }

    private bool ReadClock(string token, Fields fields, string text)
    {
        GranaryException OutOfRange() => Refusal.Of(SqlState.DatetimeFieldOverflow, $"date/time field value out of range: \"{text}\"", position);
        var parts = token.Split(':');
        if (parts.Length is < 2 or > 3 || !int.TryParse(parts[0], out var hour) || !int.TryParse(parts[1], out var minute)) return false;
        decimal second = 0;
        if (parts.Length == 3 && !decimal.TryParse(parts[2], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out second)) return false;
        if (hour > 24 || minute > 59 || second > 60 || (hour == 24 && (minute > 0 || second > 0))) throw OutOfRange();
        fields.Micros = (hour * 3600L + minute * 60L) * 1_000_000 + (long)Math.Round(second * 1_000_000, MidpointRounding.ToEven);
        fields.HasTime = true;
        return fields.Micros <= 86_400_000_000L;
    }

    private static long? ReadOffset(string token)
    {
        var sign = token[0] == '-' ? -1 : 1;
        var body = token[1..];
        string[] parts = body.Contains(':') ? body.Split(':')
            : body.Length is 1 or 2 ? [body]
            : body.Length is 3 or 4 ? [body[..^2], body[^2..]]
            : body.Length == 6 ? [body[..2], body[2..4], body[4..]] : [];
        if (parts.Length is 0 or > 3) return null;
        long seconds = 0;
        var unit = 3600;
        foreach (var part in parts)
        {
            if (!int.TryParse(part, out var number)) return null;
            seconds += number * unit;
            unit /= 60;
        }
        return sign * seconds;
    }

    private void ReadZone(string token, Fields fields, string type, string text)
    {
        if (ZoneAbbreviations.TryGet(token) is { } offset)
        {
            fields.Offset = (fields.Offset ?? 0) + offset;
            return;
        }
        if (FindZone(token) is null)
        {
            if (!fields.HasDate && !fields.HasTime) throw Bad(type, text);
            throw token.Contains('/') ? Refusal.Of(SqlState.InvalidParameterValue, $"time zone \"{token}\" not recognized", position) : Bad(type, text);
        }
        fields.Zone = token;
    }

    private void Check(Fields fields, string type, string text)
    {
        if (!fields.HasDate) return;
        var valid = fields.Year > 0 && fields.Month is >= 1 and <= 12 && fields.Day >= 1 && fields.Day <= DaysInMonth(fields.AstronomicalYear, fields.Month);
        if (!valid)
            throw Refusal.Of(SqlState.DatetimeFieldOverflow, $"date/time field value out of range: \"{text}\"", position,
                fields.Month > 12 && fields.Day <= 12 ? "Perhaps you need a different \"datestyle\" setting." : null);
        var most = type == "date" ? 5_874_897 : 294_276;
        if (fields.IsBc ? fields.Year > 4714 : fields.Year > most)
            throw Refusal.Of(SqlState.DatetimeFieldOverflow, $"{(type == "date" ? "date" : "timestamp")} out of range: \"{text}\"", position);
    }

    private static string FormatDate(Fields f, bool rollMidnight = false)
    {
        if (!rollMidnight || f.Micros < 86_400_000_000L) return $"{f.Year:0000}-{f.Month:00}-{f.Day:00}" + (rollMidnight ? "" : Era(f));
        var (year, month, day) = CivilFromDays(DaysFromCivil(f.AstronomicalYear, f.Month, f.Day) + 1);
        return $"{year:0000}-{month:00}-{day:00}";
    }

    private static string FormatTime(Fields f)
    {
        var micros = f.HasDate && f.Micros >= 86_400_000_000L ? f.Micros - 86_400_000_000L : f.Micros;
        return $"{micros / 3_600_000_000L:00}:{micros / 60_000_000 % 60:00}:{micros / 1_000_000 % 60:00}.{micros % 1_000_000:000000}";
    }

    private static string Era(Fields f) => f.IsBc ? " (BC)" : "";

    private static List<string> Tokenize(string text)
    {
        var tokens = new List<string>();
        for (var i = 0; i < text.Length;)
        {
            if (char.IsWhiteSpace(text[i]) || text[i] is ',')
            {
                i++;
                continue;
            }
            var start = i;
            if (char.IsAsciiDigit(text[i])) i = TakeNumber(text, i);
            else if (char.IsAsciiLetter(text[i]))
                for (i++; i < text.Length && (char.IsAsciiLetter(text[i]) || text[i] is '/' or '_'); i++) { }
            else if (text[i] is '+' or '-')
                for (i++; i < text.Length && (char.IsAsciiLetterOrDigit(text[i]) || text[i] == ':'); i++) { }
            else i++;
            tokens.Add(text[start..i]);
        }
        return tokens;
    }

    // A date keeps its separators; a clock ends where an offset or a letter begins.
    private static int TakeNumber(string text, int i)
    {
        var isClock = false;
        for (i++; i < text.Length; i++)
        {
            var c = text[i];
            if (c == ':') isClock = true;
            if (char.IsAsciiDigit(c) || c is ':' or '.') continue;
            if (!isClock && c is '-' or '/' && !isClock) continue;
            if (!isClock && char.IsAsciiLetter(c) && text[i - 1] is '-' or '/' && TakeMonth(text, i) is var end && end > i)
            {
                i = end - 1;
                continue;
            }
            break;
        }
        return i;
    }

    private static int TakeMonth(string text, int i)
    {
        var end = i;
        while (end < text.Length && char.IsAsciiLetter(text[end])) end++;
        return end;
    }

    private static int? Month(string word)
    {
        string[] names = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
        var lower = word.ToLowerInvariant();
        if (lower.Length < 3) return null;
        var index = Array.FindIndex(names, n => n == lower || n[..3] == lower || (lower == "sept" && n[0] == 's'));
        return index < 0 ? null : index + 1;
    }

    private static readonly string[] DayNames = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

    private static bool IsDayName(string word) => word.Length >= 3 && Array.Exists(DayNames, d => d.StartsWith(word, StringComparison.Ordinal));

    private static int DaysInMonth(int year, int month) => month switch
    {
        2 => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };

    /// <summary>Days since 1970-01-01 of a proleptic Gregorian date (H. Hinnant's algorithm).</summary>
    public static long DaysFromCivil(long year, int month, int day)
    {
        if (month <= 2) year--;
        var era = (year >= 0 ? year : year - 399) / 400;
        var yearOfEra = year - era * 400;
        var dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        var dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146_097 + dayOfEra - 719_468;
    }

    private static (int Year, int Month, int Day) CivilFromDays(long days)
    {
        days += 719_468;
        var era = (days >= 0 ? days : days - 146_096) / 146_097;
        var dayOfEra = days - era * 146_097;
        var yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        var dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        var shifted = (5 * dayOfYear + 2) / 153;
        var day = (int)(dayOfYear - (153 * shifted + 2) / 5 + 1);
        var month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
        return ((int)(yearOfEra + era * 400 + (month <= 2 ? 1 : 0)), month, day);
    }

    private GranaryException Bad(string type, string text) =>
        Refusal.Of(SqlState.InvalidDatetimeFormat, $"invalid input syntax for type {type}: \"{text}\"", position);
}
