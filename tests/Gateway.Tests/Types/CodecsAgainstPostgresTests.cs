using Granary.Gateway.Postgres.Types;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Values.Times;
using Granary.Testing.Postgres;

namespace Granary.Gateway.Tests.Types;

/// <summary>
/// Goal: every type's text and binary forms are PostgreSQL's own. Method: hand-picked and generated texts go through a real
/// PostgreSQL 15 and through the codec; results must be equal byte for byte, refusals in SQLSTATE and words. A refusal with
/// 0A000 is allowed: what is not offered is said so.
/// </summary>
[Collection(nameof(PostgresCollection))]
public sealed class CodecsAgainstPostgresTests(PostgresFixture postgres)
{
    [Theory]
    [InlineData("boolean")]
    [InlineData("smallint")]
    [InlineData("integer")]
    [InlineData("bigint")]
    [InlineData("real")]
    [InlineData("double precision")]
    [InlineData("numeric(38,10)")]
    [InlineData("numeric(5,2)")]
    [InlineData("numeric(10,0)")]
    [InlineData("text")]
    [InlineData("bytea")]
    [InlineData("uuid")]
    [InlineData("date")]
    [InlineData("time")]
    [InlineData("timestamp")]
    [InlineData("timestamptz")]
    [InlineData("interval")]
    [InlineData("json")]
    [InlineData("jsonb")]
    [InlineData("integer[]")]
    [InlineData("text[]")]
    [InlineData("timestamptz[]")]
    [InlineData("float8[]")]
    [InlineData("jsonb[]")]
    [InlineData("bytea[]")]
    [InlineData("interval[]")]
    [InlineData("boolean[]")]
    [InlineData("uuid[]")]
    public void Picked_texts_are_read_and_written_as_PostgreSQL_does(string typeName)
    {
        using var connection = Connect("UTC");
        Check(connection, typeName, WireContext.Default, Samples.Picked(typeName), "picked");
    }

    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("America/New_York")]
    [InlineData("Asia/Kolkata")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("Africa/Monrovia")]
    [InlineData("America/Caracas")]
    public void Timestamps_of_all_ages_are_shown_in_the_sessions_zone(string zone)
    {
        using var connection = Connect(zone);
        var context = WireContext.Default with { TimeZone = SessionTimeZone.Find(zone)! };
        const int Seed = 20260105;
        Check(connection, "timestamptz", context, [.. Samples.Picked("timestamptz"), .. Samples.Moments(new Random(Seed), 2000)], $"seed {Seed}");
    }

    [Theory]
    [InlineData("real", 1)]
    [InlineData("double precision", 2)]
    [InlineData("numeric(38,10)", 3)]
    [InlineData("interval", 4)]
    [InlineData("timestamp", 5)]
    [InlineData("date", 6)]
    [InlineData("jsonb", 7)]
    [InlineData("text[]", 8)]
    [InlineData("text", 9)]
    [InlineData("bytea", 10)]
    [InlineData("time", 11)]
    public void Generated_texts_are_read_and_written_as_PostgreSQL_does(string typeName, int seed)
    {
        using var connection = Connect("UTC");
        Check(connection, typeName, WireContext.Default, Samples.Generate(typeName, new Random(seed), 3000), $"seed {seed}");
    }

    [Theory]
    [InlineData("postgres", IntervalStyle.Postgres)]
    [InlineData("postgres_verbose", IntervalStyle.PostgresVerbose)]
    [InlineData("sql_standard", IntervalStyle.SqlStandard)]
    [InlineData("iso_8601", IntervalStyle.Iso8601)]
    public void Intervals_are_read_and_written_in_every_style(string name, object style)
    {
        using var connection = Connect("UTC", "IntervalStyle", name);
        var context = WireContext.Default with { IntervalStyle = (IntervalStyle)style };
        const int Seed = 17;
        Check(connection, "interval", context, [.. Samples.Picked("interval"), .. Samples.Generate("interval", new Random(Seed), 1500)], $"seed {Seed}");
    }

    [Theory]
    [InlineData("DMY", DateOrder.DayMonthYear)]
    [InlineData("YMD", DateOrder.YearMonthDay)]
    public void Dates_are_read_in_the_sessions_order(string name, object order)
    {
        using var connection = Connect("UTC", "DateStyle", $"ISO,{name}");
        Check(connection, "timestamp", WireContext.Default with { DateOrder = (DateOrder)order }, Samples.Picked("timestamp"), "picked");
    }

    [Fact]
    public void A_hundred_megabytes_of_text_pass_unchanged()
    {
        var text = new byte[100_000_000];
        new Random(5).NextBytes(text);
        for (var i = 0; i < text.Length; i++) text[i] = (byte)(32 + (text[i] & 63));
        var builder = new ColumnBuilder(DataType.Text);
        WireTypes.For(DataType.Text).DecodeText(text, builder, WireContext.Default);
        using var output = new WireBuffer();
        WireTypes.For(DataType.Text).EncodeBinary(builder.ToColumn(), 0, output, WireContext.Default);
        Assert.True(output.Written.SequenceEqual(text));
    }

    private RawConnection Connect(string zone, params string[] more) => new(postgres.Server.Port, ["TimeZone", zone, .. more]);

    private static void Check(RawConnection connection, string typeName, WireContext context, IEnumerable<string> texts, string origin)
    {
        var comparison = new CodecComparison(connection, typeName, Samples.TypeOf(typeName), context);
        var wrong = texts.Select(comparison.Compare).OfType<string>().ToList();
        Assert.True(wrong.Count == 0, $"{typeName} ({origin}): {wrong.Count} differences\n{string.Join('\n', wrong.Take(60))}");
    }
}
