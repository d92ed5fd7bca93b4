using System.Globalization;
using System.Text;
using Granary.Grains.Interfaces.Columns;

namespace Granary.Gateway.Tests.Types;

/// <summary>Texts for each type: ordinary, extreme and wrong ones, picked by hand or generated from a seed.</summary>
internal static class Samples
{
    private static readonly string[] Numbers =
    [
        "0", "1", "-1", "+1", " 42 ", "\t7\n", "", " ", "-", "+", "abc", "1.5", "1e3", "1_000", "0x1F", "00012", "32767", "32768", "-32768", "-32769",
        "2147483647", "2147483648", "-2147483648", "-2147483649", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
        "-9223372036854775809", "99999999999999999999999", "1 2", "--1", "12a", "99999999999999999999999x", "1\u00a0",
    ];

    private static readonly string[] Floats =
    [
        .. Numbers, "NaN", "nan", "Infinity", "-Infinity", "inf", "-inf", "+infinity", "infinit", "1e20", "1e15", "1e14", "123456789012345678", "0.1", "0.0001", "0.00001", "1e-5",
        "1.7976931348623157e308", "1.8e308", "-1.8e308", "4.9e-324", "2e-324", "1e-400", "1e400", "3.4028235e38", "3.5e38", "1.4e-45", "1e-46", "1e23", "9007199254740993",
        "5e-324", "2.2250738585072014e-308", ".5", "5.", ".", "1e", "1e+", "1.5.2", "0e0", "-0", "-0.0", "100000", "1000000", "999999.5", "16777217", "33554433", "1e6", "1e22", "8.41e21", "9.5e-7", "nan(1)x",
    ];

    private static readonly string[] Numerics =
    [
        .. Numbers, "0.5", "0.05", "0.005", "0.0049999", "999.994", "999.995", "-999.995", "1234567890123456789012345678.0123456789", "9999999999999999999999999999.99999999995",
        "1e5", "1.5e2", "15e-1", "1e-20", "0e100", "1e", "1.2.3", ".5", "5.", ".", "1e27", "1e28", "-1e27", "12345678901234567890.12", "1e-10", "1e-11", "5e-11", "4.9e-11", "0.00", "-0.0",
    ];

    private static readonly string[] Dates =
    [
        "2026-01-05", "2026-1-5", "1/5/2026", "01/05/26", "5/1/69", "5/1/70", "20260105", "260105", "Jan 5 2026", "5 January 2026", "January 5, 2026", "2026-Jan-05", "05-Jan-2026", "Jan-05-2026",
        "2026.05", "2026 Jan 5", "2026-02-29", "2024-02-29", "2026-13-01", "2026-00-01", "2026-01-00", "2026-01-32", "13/01/2026", "31/12/2026", "0044-03-15 BC", "44-03-15 BC", "March 15 0044 BC", "4714-11-24 BC", "4714-11-23 BC",
        "5874897-12-31", "5874898-01-01", "0001-01-01", "0000-01-01", "1-1-1", "99-12-31", "9999-12-31", "10000-01-01", "infinity", "-infinity", "epoch", "J2451187", "J0", "jd 2451187", "y2026m01d05",
        "2026-005", "2026005", "2026.123", "", " ", "abc", "2026", "2026-01", "2026-01-05x", "Thursday 2026-01-05", "thu jan 5 2026", "2026-01-05 AD", "2026-01-05T", "1999-Jan-08", "08-Jan-99", "Jan 8 99", "8 Jan", "-1-01-01", "2026--01-05", "2026-01-05 12", "foo 2026-01-05",
        "1/2/3", "1-2-3", "01.02.2003", "1.2.3", "today tomorrow", "2026-01-05 infinity", "j5.5",
    ];

    private static readonly string[] Times =
    [
        "04:05:06.789", "04:05:06", "04:05", "040506", "0405", "04:05 AM", "04:05 PM", "12:00 AM", "12:00 PM", "13:00 PM", "24:00", "24:00:00.1", "23:59:60", "23:59:59.9999995", "23:59:59.9999994", "25:00", "04:60", "allballs",
        "04:05:06-08", "04:05-08:00", "040506-08", "T040506", "T04:05:06", "04:05:06 PST", "04:05:06 America/New_York", "2003-04-12 04:05:06 America/New_York", "04:05:06.1234567", "04:05:06.", "4:5:6", "", "abc", "1:2", "12:34.5", "h4 mm5 s6", "00:00", "00:00:00.000001", "04:05:06+15:59", "04:05:06+16", "12", "123", "12345", "123456.789", "04:05:06 BC",
    ];

    private static readonly string[] Intervals =
    [
        "1 day", "-1 day", "1 year 2 mons", "P1Y2M3DT4H5M6S", "P1DT2H", "1-2", "-1-2", "3 04:05:06", "-3 04:05:06", "1 day ago", "1 year 2 months 3 days 4 hours 5 minutes 6 seconds", "@ 1 minute", "@ 1 minute ago", "1.5 days", "1.5 months", "1.5 years", "0.5 week", "1 week",
        "00:00:00", "0", "1", "1.5", "-1.5", "100 hours", "1:02", "1:02:03.456", "-1:02:03", "+1 day -1:00", "1 mon -1 day", "-1 mon +1 day", "1 decade", "1 century", "1 millennium", "2 millennia", "1 mil", "1 c", "1 dec", "1 us", "1 ms", "1500 ms", "1 microsecond", "1 microseconds", "1 milliseconds", "2147483647 months", "2147483648 months", "178956970 years", "178956971 years", "-178956970 years",
        "2147483647 days", "2147483648 days", "2562047788:00:54.775807", "2562047789:00", "9223372036854775807 us", "9223372036854775808 us", "P0001-02-03T04:05:06", "P00010203T040506", "P1W", "PT1.5S", "PT", "P", "P1", "PT1", "P1Y1", "P-1Y-2M", "PT-1H", "P1.5Y", "P1.5M", "P1.5W", "P1.5D", "P1Y2", "P2001-02", "PT10:20", "PT10:20:30", "PT102030", "PT1H2", "1e5", "1 foo", "", " ", "day", "1 day 1 day", "1 day 2", "1 2", "1 02:03", "1 day 02:03:04", "1 year-2", "1-13", "1-", "1 2:3", "ago", "1 ago", "1 qtr", "1 quarter", "1 hour 30", "2 hours ago", "infinity", "epoch", "now", "1 mon 1 day 1 hour ago", "-1 year -2 mons +3 days 04:05:06", "+1-2 +3 +4:05:06", "-1-2 -3 -4:05:06", "1-2 3 4:05:06", "-1-2 3 4:05:06", "- 1 day", "1 timezone", "3 dec", "1 y 1 m", "1 hr 1 min 1 sec", "1.1 secs 2 us", "1 sec 2 us", "1.0000005 sec", "0.9999999 us",
    ];

    private static readonly string[] Jsons =
    [
        "{}", "[]", "null", "true", "false", "0", "-0", "-0.0", "1.50", "1e5", "1E-7", "1.5e3", "1.50e1", "-1.5e-3", "123456789012345678901234567890", "\"\"", "\"a\\u00e9\\n\\\"\\\\\\/\"", "\"\\u0041\"", "\"\\ud83d\\ude00\"", "{\"b\": 1, \"a\": 2}", "{\"aa\":1,\"b\":2}", "{\"a\":1,\"a\":2}", "{ \"a\" : [ 1 , { \"z\":null,\"y\":[] } ] }",
        "{\"b\":1,\"aa\":{\"d\":1,\"c\":2},\"a\":[{\"q\":1,\"p\":2}]}", "{\"\\u0061\":1,\"b\":2,\"a\":3}", "  {\"a\":1}  ", "\"\\u0001\\u001f\"", "\"\u007f\"", "\"é😀\"", "{\"é\":1,\"zz\":2,\"a\":3}", "[1,2,[3,[4]]]", "{\"a\": 1, \"b\": 2}", "0.10", "0e5", "0.0e2", "100e-2", "1e0",
        "", " ", "{", "[", "[1,", "{\"a\"", "{\"a\":", "{\"a\":1,", "{\"a\":1,}", "[1,]", "{a:1}", "'a'", "01", "1.", ".5", "+1", "-", "1e", "nul", "TRUE", "\"a", "\"\\x\"", "\"\\u12\"", "\"a\nb\"", "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\ud800\"", "\"\\u0000\"", "1 2", "{} {}", "[1 2]", "{\"a\" 1}", "{1:2}", "[}", "{]", "abc", "{\"a\":abc}", "1a", "]", ",", "[,]", "[\"a\":1]", "1e131071", "1e131072", "1e-16383", "1e-16384", "1e99999999999",
    ];

    private static readonly string[] Byteas = ["", "\\x", "\\x00ff", "\\xDEADbeef", "\\x0", "\\xzz", "\\x 00 ff ", "\\x0 0", "abc", "a\\\\b", "\\000\\001\\377", "\\400", "\\8", "\\", "é", "a\\134b", "\\x00f"];

    private static readonly string[] Texts = ["", " ", "a", "é😀", "a\"b", "null", "NULL", "\\", "a,b", "{", "}", "tab\tnewline\n", "\u0001", new('x', 100_000)];

    /// <summary>Texts picked by hand.</summary>
    public static IEnumerable<string> Picked(string typeName) => typeName switch
    {
        "boolean" => ["t", "true", "TRUE", "tr", "y", "yes", "ye", "on", "1", "f", "false", "n", "no", "off", "of", "o", "0", "", " ", " true ", "2", "trues", "x", "01", "T", "oFF"],
        "smallint" or "integer" or "bigint" => Numbers,
        "real" or "double precision" => Floats,
        "text" => Texts,
        "bytea" => Byteas,
        "uuid" => ["a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "A0EEBC999C0B4EF8BB6D6BB9BD380A11", "{a0eebc99-9c0b4ef8-bb6d6bb9-bd380a11}", "a0ee-bc99-9c0b-4ef8-bb6d-6bb9-bd38-0a11", "{a0eebc999c0b4ef8bb6d6bb9bd380a11", "a0eebc999c0b4ef8bb6d6bb9bd380a1", "", "g0eebc999c0b4ef8bb6d6bb9bd380a11", "a0eebc99--9c0b4ef8bb6d6bb9bd380a11", " a0eebc999c0b4ef8bb6d6bb9bd380a11", "a0eebc999c0b4ef8bb6d6bb9bd380a11-"],
        "date" => Dates,
        "time" => Times,
        "timestamp" or "timestamptz" => TimestampTexts(),
        "interval" => Intervals,
        "json" or "jsonb" => Jsons,
        "integer[]" => Arrays(["1", "NULL", "null", " 2 ", "\"3\"", "x", ""]),
        "text[]" => Arrays(["a", "\"a b\"", "NULL", "\"NULL\"", "a\\,b", "\"a\\\"b\\\\c\"", " a b ", "\"\"", "é", "a\"b", "\\ ", "null", "x y"]),
        "timestamptz[]" => Arrays(["2026-01-05 04:05:06+00", "\"infinity\"", "NULL", "\"Jan 5 2026\""]),
        "float8[]" => Arrays(["1.5", "NaN", "-Infinity", "1e20", "NULL"]),
        "jsonb[]" => Arrays(["\"{\\\"b\\\": 1, \\\"a\\\": 2}\"", "1", "NULL", "null", "\"\\\"x\\\"\"", "{\"a\":1}"]),
        "bytea[]" => Arrays(["\"\\\\x00ff\"", "abc", "NULL"]),
        "interval[]" => Arrays(["1 day", "\"1 year 2 mons\"", "NULL"]),
        "boolean[]" => Arrays(["t", "f", "NULL", "x"]),
        "uuid[]" => Arrays(["a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "NULL"]),
        _ when typeName.StartsWith("numeric", StringComparison.Ordinal) => Numerics,
        _ => throw new ArgumentException(typeName),
    };

    /// <summary>Texts made from a seed.</summary>
    public static IEnumerable<string> Generate(string typeName, Random random, int count)
    {
        for (var i = 0; i < count; i++)
        {
            yield return typeName switch
            {
                "real" => Float(BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue)), random),
                "double precision" => Double(random),
                "interval" => Interval(random),
                "timestamp" => Mutate(Moment(random), random),
                "date" => Mutate(Moment(random).Split(' ')[0], random),
                "time" => Mutate(Clock(random), random),
                "jsonb" => Mutate(Json(random, 4), random),
                "text[]" => Mutate(TextArray(random), random),
                "text" => Text(random),
                "bytea" => "\\x" + Convert.ToHexString(Bytes(random)),
                _ => Numeric(random),
            };
        }
    }

    /// <summary>Moments from 4000 BC to far away, with and without zones.</summary>
    public static IEnumerable<string> Moments(Random random, int count)
    {
        for (var i = 0; i < count; i++)
            yield return i % 2 == 0 ? Moment(random) : $"{random.Next(1840, 2110)}-{random.Next(1, 13):00}-{random.Next(1, 29):00} {Clock(random)}{(i % 4 == 1 ? "" : "Z")}";
    }

    /// <summary>The storage type of a type's name.</summary>
    public static DataType TypeOf(string name) => name switch
    {
        "boolean" => DataType.Boolean,
        "smallint" => DataType.Int16,
        "integer" => DataType.Int32,
        "bigint" => DataType.Int64,
        "real" => DataType.Float32,
        "double precision" or "float8" => DataType.Float64,
        "text" => DataType.Text,
        "bytea" => DataType.Bytea,
        "uuid" => DataType.Uuid,
        "date" => DataType.Date,
        "time" => DataType.Time,
        "timestamp" => DataType.Timestamp,
        "timestamptz" => DataType.TimestampTz,
        "interval" => DataType.Interval,
        "json" => DataType.Json,
        "jsonb" => DataType.Jsonb,
        "numeric(38,10)" => DataType.Numeric(38, 10),
        "numeric(5,2)" => DataType.Numeric(5, 2),
        "numeric(10,0)" => DataType.Numeric(10, 0),
        _ when name.EndsWith("[]", StringComparison.Ordinal) => DataType.Array(TypeOf(name[..^2])),
        _ => throw new ArgumentException(name),
    };

    private static IEnumerable<string> TimestampTexts()
    {
        foreach (var date in Dates) yield return date;
        string[] times = ["00:00", "00:00Z", "04:05:06.789", "04:05:06+02", "04:05:06-0330", "04:05:06 +05:30", "04:05:06+01:02:03", "04:05:06 EST", "04:05:06 CEST", "04:05:06 Europe/Berlin", "04:05:06 america/new_york", "04:05:06 Nowhere/Land", "040506", "040506.5", "24:00", "25:00", "04:05 PM", "04:05:06 UTC+3", "04:05:06 FOO3", "04:05:06 z", "04:05:06 zulu", "04:05:06 PST DST", "04:05:06+16", "04:05:06+15:60", "04:05:06.1234565", "04:05:60", "04:05:06 allballs", "0405", "256060", "123460"];
        foreach (var time in times)
        {
            yield return $"2026-01-05 {time}";
            yield return $"2026-07-05T{time}";
            yield return $"{time} 2026-07-05";
        }

        string[] more =
        [
            "2026-03-29 02:30", "2026-10-25 02:30", "2026-03-08 02:30", "2026-11-01 01:30", "Mon Jan 05 04:05:06 2026 PST", "20260105T040506", "20260105 040506", "2026-01-05T04:05:06.789Z", "2026-01-05 04:05:06 BC", "294299-01-01", "294247-01-10 04:00:54.775806Z",
            "4714-11-24 00:00:00 BC", "4714-11-23 23:59:59.999999 BC", "4714-11-24 00:00:00+01 BC", "1883-11-18 12:03:58", "0001-01-01 00:00:00 BC", "infinity BC", "2026-01-05 04:05:06 04:05:06", "2026-01-05 2026-01-05", "04:05:06", "Z", "2026-01-05 +02", "2026-01-05-08", "2026-01-05 at 04:05", "on 2026-01-05", "J2451187.5", "2026-01-05 h4", "2026-01-05 t040506", "1999-01-08 04:05:06 -8:00", "January 8 04:05:06 1999 PST", "2000-01-01 00:00:00.0000005", "1999-12-31 23:59:59.9999995", "1900-02-29", "2000-02-29",
        ];
        foreach (var text in more) yield return text;
    }

    private static IEnumerable<string> Arrays(string[] elements)
    {
        yield return "{}";
        yield return " { } ";
        yield return "";
        yield return "{";
        yield return "}";
        yield return "{1,2";
        yield return "{,}";
        yield return "{1,}";
        yield return "{,1}";
        yield return "{}x";
        yield return "{{}}";
        yield return "{{},{}}";
        yield return "{{1},2}";
        yield return "{1,{2}}";
        yield return "{{1,2},{3}}";
        yield return "{{1,2},{3,4}}";
        yield return "[1:2]={1,2}";
        yield return "[2:3]={1,2}";
        yield return "[1:1]={1,2}";
        yield return "[1:2]{1,2}";
        yield return "{1}}";
        yield return "{\"1\"2}";
        yield return "{1\"2\"}";
        yield return "{\"1}";
        yield return "x{1}";
        yield return "[1]={1}";
        foreach (var element in elements)
        {
            yield return $"{{{element}}}";
            yield return $"{{ {element} , {elements[0]}}}";
            yield return $"{{{elements[0]},{element},{elements[0]}}}";
        }
    }

    private static string Double(Random random)
    {
        var value = random.Next(4) switch
        {
            0 => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)),
            1 => random.NextInt64() * Math.Pow(10, random.Next(-30, 30)),
            2 => random.Next(1, 1000) * Math.Pow(10, random.Next(-30, 30)),
            _ => random.NextDouble() * 1000,
        };
        return value.ToString("R", CultureInfo.InvariantCulture);
    }

    private static string Float(float value, Random random) =>
        (random.Next(2) == 0 ? value : random.Next(1, 10000) * MathF.Pow(10, random.Next(-20, 20))).ToString("R", CultureInfo.InvariantCulture);

    private static string Numeric(Random random)
    {
        var text = new StringBuilder(random.Next(2) == 0 ? "-" : "");
        for (var i = random.Next(0, 30); i >= 0; i--) text.Append((char)('0' + random.Next(10)));
        if (random.Next(3) > 0)
        {
            text.Append('.');
            for (var i = random.Next(0, 14); i >= 0; i--) text.Append((char)('0' + random.Next(10)));
        }

        if (random.Next(4) == 0) text.Append('e').Append(random.Next(-30, 10));
        return text.ToString();
    }

    private static string Interval(Random random)
    {
        string[] units = ["year", "years", "mon", "months", "day", "days", "hour", "hours", "min", "minutes", "sec", "seconds", "ms", "us", "week", "weeks", "decade", "century"];
        var text = new StringBuilder();
        for (var i = random.Next(1, 5); i > 0; i--)
        {
            var value = random.Next(6) == 0 ? (random.NextDouble() * 100 - 50).ToString("0.####", CultureInfo.InvariantCulture) : random.Next(-100, 100).ToString(CultureInfo.InvariantCulture);
            text.Append(value).Append(' ').Append(units[random.Next(units.Length)]).Append(' ');
        }

        if (random.Next(3) == 0) text.Append(random.Next(2) == 0 ? "-" : "").Append(Clock(random));
        if (random.Next(5) == 0) text.Append(" ago");
        return text.ToString().Trim();
    }

    private static string Moment(Random random)
    {
        var year = random.Next(5) switch
        {
            0 => random.Next(1, 4700),
            1 => random.Next(1, 290000),
            _ => random.Next(1800, 2200),
        };
        var isBeforeChrist = year < 4700 && random.Next(4) == 0;
        return $"{year:0000}-{random.Next(1, 13):00}-{random.Next(1, 29):00} {Clock(random)}{(random.Next(3) == 0 ? $"{(random.Next(2) == 0 ? "+" : "-")}{random.Next(0, 15):00}" : "")}{(isBeforeChrist ? " BC" : "")}";
    }

    private static string Clock(Random random) =>
        $"{random.Next(0, 24):00}:{random.Next(0, 60):00}:{random.Next(0, 60):00}" + random.Next(3) switch { 0 => "", 1 => $".{random.Next(0, 1000):000}", _ => $".{random.Next(0, 1000000):000000}" };

    private static string Json(Random random, int depth)
    {
        string[] scalars = ["null", "true", "1", "-2.50", "1e3", "\"x\"", "\"\\u00e9\\n\"", "\"é\"", "0.1", "\"\"", "\"a\\\\b\""];
        if (depth == 0 || random.Next(3) == 0) return scalars[random.Next(scalars.Length)];
        var (colon, comma) = random.Next(2) == 0 ? (": ", ", ") : (":", ",");
        var items = Enumerable.Range(0, random.Next(0, 5)).ToList();
        return random.Next(2) == 0
            ? "[" + string.Join(comma, items.Select(_ => Json(random, depth - 1))) + "]"
            : "{" + string.Join(comma, items.Select(_ => $"\"{"abcdéxyz"[random.Next(8)]}{new string('k', random.Next(3))}\"{colon}{Json(random, depth - 1)}")) + "}";
    }

    private static string TextArray(Random random)
    {
        string[] items = ["a", "NULL", "\"NULL\"", "\"a b\"", "\"q\\\"\"", "x y", "é", "\"\"", "\\{", "b\\\\"];
        return "{" + string.Join(random.Next(2) == 0 ? "," : " , ", Enumerable.Range(0, random.Next(0, 5)).Select(_ => items[random.Next(items.Length)])) + "}";
    }

    private static string Text(Random random)
    {
        string[] parts = ["a", "é", "😀", "\\", "\"", "'", "\t", "\n", "ß", " ", "{", "\u0001"];
        return string.Concat(Enumerable.Range(0, random.Next(0, 40)).Select(_ => parts[random.Next(parts.Length)]));
    }

    private static byte[] Bytes(Random random)
    {
        var bytes = new byte[random.Next(0, 50)];
        random.NextBytes(bytes);
        return bytes;
    }

    // one text in four gets a letter changed, dropped or doubled: most are wrong then, and must be refused alike
    private static string Mutate(string text, Random random)
    {
        if (text.Length == 0 || random.Next(4) != 0) return text;
        var at = random.Next(text.Length);
        const string Letters = "0159:-+./ ,\"\\{}[]TZaez";
        return random.Next(3) switch
        {
            0 => text.Remove(at, 1),
            1 => text.Insert(at, text[at].ToString()),
            _ => text[..at] + Letters[random.Next(Letters.Length)] + text[(at + 1)..],
        };
    }
}
