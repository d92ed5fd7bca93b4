using Granary.Sql.Catalog;
using Granary.Sql.Catalog.Facts;
using Granary.Sql.Resolving;
using Granary.Sql.Resolving.Literals;
using Granary.Sql.Resolving.Tree;

namespace Granary.Sql.Tests.Resolving;

/// <summary>What a constant's text means where it depends on the session; recorded answers (Differential/) have the rest.</summary>
public class LiteralTests
{
    private const long Start = 1_768_000_000_000_000; // 2026-01-09 23:06:40 UTC

    private static string? Read(string text, PgType type, SessionContext session) =>
        ((BoundConstant)new LiteralReader(new ResolvingSession(session, new BuiltInCatalog("postgres"))).Read(new BoundConstant(PgTypes.Unknown, text, 0), type)).Text;

    private static SessionContext Session(string? setting = null) => new()
    {
        Database = "postgres",
        User = "postgres",
        TransactionTime = Start,
        StatementTime = Start + 1,
        Setting = _ => setting,
    };

    [Theory]
    [InlineData("ISO, MDY", "20574")] // May 1st
    [InlineData("ISO, DMY", "20458")] // January 5th
    public void A_date_is_read_in_the_order_of_DateStyle(string style, string days) =>
        Assert.Equal(days, Read("05/01/2026", PgTypes.Date, Session(style)));

    [Theory]
    [InlineData("postgres", "0 -1 7380000000")]
    [InlineData("sql_standard", "0 -1 -7380000000")]
    public void A_sign_in_front_of_an_interval_reaches_as_far_as_IntervalStyle_says(string style, string normal) =>
        Assert.Equal(normal, Read("-1 2:03", PgTypes.Interval, Session(style)));

    [Fact]
    public void Now_is_the_start_of_the_transaction_and_today_is_a_day_of_the_session()
    {
        Assert.Equal($"{Start}", Read("now", PgTypes.TimestampTz, Session()));
        Assert.Equal("20462", Read("today", PgTypes.Date, Session()));
        Assert.Equal("20463", Read("today", PgTypes.Date, Session() with { TimeZone = "Asia/Tokyo" }));
    }
}
