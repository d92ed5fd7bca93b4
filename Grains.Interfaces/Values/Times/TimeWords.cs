namespace Granary.Grains.Interfaces.Values.Times;

/// <summary>What a word within a date, time or interval means.</summary>
internal enum TimeWord
{
    Ignored,
    Month,
    DayOfWeek,
    Meridian,
    Era,
    Unit,
    IsoTime,
    DaylightModifier,
    Now,
    Today,
    Tomorrow,
    Yesterday,
    AllBalls,
    Epoch,
    Infinity,
    NegativeInfinity,
    Ago,
}

/// <summary>Units of time that words name.</summary>
internal enum TimeUnit
{
    None,
    Microsecond,
    Millisecond,
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
    Millennium,
    Julian,
    Time,
    Zone,
    Other,
}

/// <summary>PostgreSQL's two tables of words (datetktbl and deltatktbl in datetime.c). Words are compared by their first ten letters.</summary>
internal static class TimeWords
{
    private const int TokenLength = 10;

    private static readonly Dictionary<string, (TimeWord, int)> Dates = new()
    {
        ["-infinity"] = (TimeWord.NegativeInfinity, 0),
        ["infinity"] = (TimeWord.Infinity, 0),
        ["epoch"] = (TimeWord.Epoch, 0),
        ["now"] = (TimeWord.Now, 0),
        ["today"] = (TimeWord.Today, 0),
        ["tomorrow"] = (TimeWord.Tomorrow, 0),
        ["yesterday"] = (TimeWord.Yesterday, 0),
        ["allballs"] = (TimeWord.AllBalls, 0),
        ["ad"] = (TimeWord.Era, 0),
        ["bc"] = (TimeWord.Era, 1),
        ["am"] = (TimeWord.Meridian, 0),
        ["pm"] = (TimeWord.Meridian, 1),
        ["at"] = (TimeWord.Ignored, 0),
        ["on"] = (TimeWord.Ignored, 0),
        ["dst"] = (TimeWord.DaylightModifier, 3600),
        ["t"] = (TimeWord.IsoTime, 0),
        ["jan"] = (TimeWord.Month, 1),
        ["january"] = (TimeWord.Month, 1),
        ["feb"] = (TimeWord.Month, 2),
        ["february"] = (TimeWord.Month, 2),
        ["mar"] = (TimeWord.Month, 3),
        ["march"] = (TimeWord.Month, 3),
        ["apr"] = (TimeWord.Month, 4),
        ["april"] = (TimeWord.Month, 4),
        ["may"] = (TimeWord.Month, 5),
        ["jun"] = (TimeWord.Month, 6),
        ["june"] = (TimeWord.Month, 6),
        ["jul"] = (TimeWord.Month, 7),
        ["july"] = (TimeWord.Month, 7),
        ["aug"] = (TimeWord.Month, 8),
        ["august"] = (TimeWord.Month, 8),
        ["sep"] = (TimeWord.Month, 9),
        ["sept"] = (TimeWord.Month, 9),
        ["september"] = (TimeWord.Month, 9),
        ["oct"] = (TimeWord.Month, 10),
        ["october"] = (TimeWord.Month, 10),
        ["nov"] = (TimeWord.Month, 11),
        ["november"] = (TimeWord.Month, 11),
        ["dec"] = (TimeWord.Month, 12),
        ["december"] = (TimeWord.Month, 12),
        ["sun"] = (TimeWord.DayOfWeek, 0),
        ["sunday"] = (TimeWord.DayOfWeek, 0),
        ["mon"] = (TimeWord.DayOfWeek, 1),
        ["monday"] = (TimeWord.DayOfWeek, 1),
        ["tue"] = (TimeWord.DayOfWeek, 2),
        ["tues"] = (TimeWord.DayOfWeek, 2),
        ["tuesday"] = (TimeWord.DayOfWeek, 2),
        ["wed"] = (TimeWord.DayOfWeek, 3),
        ["weds"] = (TimeWord.DayOfWeek, 3),
        ["wednesday"] = (TimeWord.DayOfWeek, 3),
        ["thu"] = (TimeWord.DayOfWeek, 4),
        ["thur"] = (TimeWord.DayOfWeek, 4),
        ["thurs"] = (TimeWord.DayOfWeek, 4),
        ["thursday"] = (TimeWord.DayOfWeek, 4),
        ["fri"] = (TimeWord.DayOfWeek, 5),
        ["friday"] = (TimeWord.DayOfWeek, 5),
        ["sat"] = (TimeWord.DayOfWeek, 6),
        ["saturday"] = (TimeWord.DayOfWeek, 6),
        ["d"] = Unit(TimeUnit.Day),
        ["dow"] = Unit(TimeUnit.Other),
        ["doy"] = Unit(TimeUnit.Other),
        ["h"] = Unit(TimeUnit.Hour),
        ["isodow"] = Unit(TimeUnit.Other),
        ["isoyear"] = Unit(TimeUnit.Other),
        ["j"] = Unit(TimeUnit.Julian),
        ["jd"] = Unit(TimeUnit.Julian),
        ["julian"] = Unit(TimeUnit.Julian),
        ["m"] = Unit(TimeUnit.Month),
        ["mm"] = Unit(TimeUnit.Minute),
        ["s"] = Unit(TimeUnit.Second),
        ["y"] = Unit(TimeUnit.Year),
    };

    private static readonly Dictionary<string, (TimeWord, int)> Intervals = MakeIntervals();

    /// <summary>The meaning of a lower-case word in a date, or null.</summary>
    public static (TimeWord Word, int Value)? FindDate(string word) => Find(Dates, word);

    /// <summary>The meaning of a lower-case word in an interval, or null.</summary>
    public static (TimeWord Word, int Value)? FindInterval(string word) => Find(Intervals, word) ?? Find(Dates, word);

    private static (TimeWord, int)? Find(Dictionary<string, (TimeWord, int)> words, string word) =>
        words.TryGetValue(word.Length > TokenLength ? word[..TokenLength] : word, out var found) ? found : null;

    private static (TimeWord, int) Unit(TimeUnit unit) => (TimeWord.Unit, (int)unit);

    private static Dictionary<string, (TimeWord, int)> MakeIntervals()
    {
        var words = new Dictionary<string, (TimeWord, int)> { ["@"] = (TimeWord.Ignored, 0), ["ago"] = (TimeWord.Ago, 0) };
        Add(TimeUnit.Century, "c cent centuries century");
        Add(TimeUnit.Day, "d day days");
        Add(TimeUnit.Decade, "dec decade decades decs");
        Add(TimeUnit.Hour, "h hour hours hr hrs");
        Add(TimeUnit.Minute, "m min mins minute minutes");
        Add(TimeUnit.Microsecond, "microsecon us usec useconds usecs");
        Add(TimeUnit.Millisecond, "millisecon ms msec mseconds msecs");
        Add(TimeUnit.Millennium, "mil millennia millennium mils");
        Add(TimeUnit.Month, "mon mons month months");
        Add(TimeUnit.Quarter, "qtr quarter");
        Add(TimeUnit.Second, "s sec second seconds secs");
        Add(TimeUnit.Zone, "timezone timezone_h timezone_m");
        Add(TimeUnit.Week, "w week weeks");
        Add(TimeUnit.Year, "y year years yr yrs");
        return words;

        void Add(TimeUnit unit, string names)
        {
            foreach (var name in names.Split(' ')) words[name] = Unit(unit);
        }
    }
}
