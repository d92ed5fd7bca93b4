using System.Globalization;
using Granary.Sql.Syntax;

namespace Granary.Sql.Resolving.Literals;

/// <summary>Interval constants: verbose, ISO 8601 and SQL forms in, `months days microseconds` out.</summary>
internal static class IntervalText
{
    private const decimal Second = 1_000_000m, Minute = 60 * Second, Hour = 60 * Minute, Day = 24 * Hour;

    /// <summary>The normal form, or null when the text is no interval.</summary>
    /// <param name="text">The constant.</param>
    /// <param name="fields">The fields of the type, which say what a bare number counts.</param>
    public static string? Normalize(string text, IntervalFields? fields = null)
    {
        var trimmed = text.Trim();
        if (trimmed.Length == 0) return null;
        var sum = new Parts();
        var ok = trimmed.StartsWith('P') || trimmed.StartsWith("-P", StringComparison.Ordinal) ? sum.AddIso(trimmed) : sum.AddWords(trimmed, fields);
        return ok ? sum.ToString() : null;
    }

    /// <summary>The parts of a normal form.</summary>
    public static (int Months, int Days, long Microseconds) Parse(string normal)
    {
        var parts = normal.Split(' ');
        return (int.Parse(parts[0]), int.Parse(parts[1]), long.Parse(parts[2]));
    }

    private sealed class Parts
    {
        private decimal _months, _days, _micros;

        public override string ToString() =>
            string.Create(CultureInfo.InvariantCulture, $"{(int)_months} {(int)_days} {(long)Math.Round(_micros, MidpointRounding.ToEven)}");

        public bool AddWords(string text, IntervalFields? fields)
        {
            var ago = false;
            var tokens = Tokenize(text);
            if (tokens is null) return false;
            for (var i = 0; i < tokens.Count; i++)
            {
                var token = tokens[i];
                if (token is "@" or "") continue;
                if (token.Equals("ago", StringComparison.OrdinalIgnoreCase))
                {
                    ago = true;
                    continue;
                }
                if (token.Contains(':'))
                {
                    if (!AddClock(token, fields)) return false;
                    continue;
                }
                if (token.LastIndexOf('-') > 0)
                {
                    if (!AddYearMonth(token)) return false;
                    continue;
                }
                if (!decimal.TryParse(token, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return false;
                var next = i + 1 < tokens.Count ? tokens[i + 1] : null;
                if (next is not null && char.IsAsciiLetter(next[0]) && !next.Equals("ago", StringComparison.OrdinalIgnoreCase))
                {
                    if (!AddUnit(number, next)) return false;
                    i++;
                }
                // The SQL form `3 04:05:06`: a number before a clock counts days.
                else if (next is not null && next.Contains(':')) AddUnit(number, "day");
                else if (!AddUnit(number, BareUnit(fields))) return false;
            }
            if (ago) (_months, _days, _micros) = (-_months, -_days, -_micros);
            return true;
        }

        public bool AddIso(string text)
        {
            var sign = text.StartsWith('-') ? -1 : 1;
            var inTime = false;
            var at = text.IndexOf('P') + 1;
            if (at >= text.Length) return false;
            while (at < text.Length)
            {
                if (text[at] == 'T')
                {
                    inTime = true;
                    at++;
                    continue;
                }
                var start = at;
                while (at < text.Length && (char.IsAsciiDigit(text[at]) || text[at] is '.' or '-' or '+')) at++;
                if (at == start || at >= text.Length || !decimal.TryParse(text.AsSpan(start, at - start), NumberStyles.Float, null, out var number)) return false;
                var unit = (char.ToUpperInvariant(text[at++]), inTime) switch
                {
                    ('Y', false) => "year",
                    ('M', false) => "month",
                    ('W', false) => "week",
                    ('D', false) => "day",
                    ('H', true) => "hour",
                    ('M', true) => "minute",
                    ('S', true) => "second",
                    _ => null,
                };
                if (unit is null || !AddUnit(sign * number, unit)) return false;
            }
            return true;
        }

        private static string BareUnit(IntervalFields? fields) => fields switch
        {
            IntervalFields.Year => "year",
            IntervalFields.Month or IntervalFields.YearToMonth => "month",
            IntervalFields.Day => "day",
            IntervalFields.Hour or IntervalFields.DayToHour => "hour",
            IntervalFields.Minute or IntervalFields.DayToMinute or IntervalFields.HourToMinute => "minute",
            _ => "second",
        };

        private bool AddClock(string token, IntervalFields? fields)
        {
            var sign = token.StartsWith('-') ? -1 : 1;
            var parts = token.TrimStart('-', '+').Split(':');
            if (parts.Length > 3) return false;
            var numbers = new decimal[3];
            for (var i = 0; i < parts.Length; i++)
                if (!decimal.TryParse(parts[i], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out numbers[i]))
                    return false;
            if (parts.Length == 2 && (fields == IntervalFields.MinuteToSecond || parts[1].Contains('.')))
                numbers = [0, numbers[0], numbers[1]];
            _micros += sign * (numbers[0] * Hour + numbers[1] * Minute + numbers[2] * Second);
            return true;
        }

        private bool AddYearMonth(string token)
        {
            var sign = token.StartsWith('-') ? -1 : 1;
            var parts = token.TrimStart('-', '+').Split('-');
            if (parts.Length != 2 || !int.TryParse(parts[0], out var years) || !int.TryParse(parts[1], out var months)) return false;
            _months += sign * (years * 12 + months);
            return true;
        }

        // A fraction of a month is days of thirty; a fraction of a day is time. That is PostgreSQL's way.
        private bool AddUnit(decimal number, string unit)
        {
            switch (unit.ToLowerInvariant())
            {
                case "microsecond" or "microseconds" or "us" or "usec" or "usecs" or "useconds" or "microsecon": _micros += number; return true;
                case "millisecond" or "milliseconds" or "ms" or "msec" or "msecs" or "msecond" or "mseconds": _micros += number * 1000; return true;
                case "second" or "seconds" or "sec" or "secs" or "s": _micros += number * Second; return true;
                case "minute" or "minutes" or "min" or "mins" or "m": _micros += number * Minute; return true;
                case "hour" or "hours" or "hr" or "hrs" or "h": _micros += number * Hour; return true;
                case "day" or "days" or "d": AddDays(number); return true;
                case "week" or "weeks" or "w": AddDays(number * 7); return true;
                case "month" or "months" or "mon" or "mons": AddMonths(number); return true;
                case "year" or "years" or "yr" or "yrs" or "y": AddMonths(number * 12); return true;
                case "decade" or "decades" or "dec" or "decs": AddMonths(number * 120); return true;
                case "century" or "centuries" or "cent" or "c": AddMonths(number * 1200); return true;
                case "millennium" or "millennia" or "mil" or "mils": AddMonths(number * 12000); return true;
                default: return false;
            }
        }

        private void AddDays(decimal days)
        {
            var whole = decimal.Truncate(days);
            _days += whole;
            _micros += (days - whole) * Day;
        }

        private void AddMonths(decimal months)
        {
            var whole = decimal.Truncate(months);
            _months += whole;
            AddDays((months - whole) * 30);
        }

        private static List<string>? Tokenize(string text)
        {
            var tokens = new List<string>();
            for (var i = 0; i < text.Length;)
            {
                if (char.IsWhiteSpace(text[i]) || text[i] == ',')
                {
                    i++;
                    continue;
                }
                var start = i;
                if (char.IsAsciiLetter(text[i]) || text[i] == '@')
                    for (i++; i < text.Length && char.IsAsciiLetter(text[i]); i++) { }
                else if (char.IsAsciiDigit(text[i]) || text[i] is '-' or '+' or '.')
                    for (i++; i < text.Length && (char.IsAsciiDigit(text[i]) || text[i] is '.' or ':' or '-' && char.IsAsciiDigit(text[i - 1])); i++) { }
                else return null;
                tokens.Add(text[start..i]);
            }
            return tokens;
        }
    }
}
