namespace Granary.Sql.Catalog.Facts;

/// <summary>Functions that PostgreSQL lacks and that dashboards send: TimescaleDB's time_bucket and its toolkit's sketches.</summary>
internal static class ExtensionFunctions
{
    private const uint FirstOid = 16300;

    public static IEnumerable<PgFunction> All()
    {
        var oid = FirstOid;
        foreach (var time in new[] { PgTypes.TimestampTz, PgTypes.Timestamp, PgTypes.Date })
        {
            yield return Scalar(oid++, "time_bucket", time, ["bucket_width", "ts"], PgTypes.Interval, time);
            yield return Scalar(oid++, "time_bucket", time, ["bucket_width", "ts", "origin"], PgTypes.Interval, time, time);
        }
        foreach (var time in new[] { PgTypes.TimestampTz, PgTypes.Timestamp, PgTypes.Date })
            yield return Scalar(oid++, "time_bucket", time, ["bucket_width", "ts", "offset"], PgTypes.Interval, time, PgTypes.Interval);
        yield return Scalar(oid++, "time_bucket", PgTypes.TimestampTz, ["bucket_width", "ts", "timezone"], PgTypes.Interval, PgTypes.TimestampTz, PgTypes.Text);
        foreach (var number in new[] { PgTypes.Int2, PgTypes.Int4, PgTypes.Int8 })
            yield return Scalar(oid++, "time_bucket", number, ["bucket_width", "ts"], number, number);
        yield return Aggregate(oid++, "percentile_agg", PgTypes.UddSketch, PgTypes.Float8);
        yield return Scalar(oid++, "approx_percentile", PgTypes.Float8, [], PgTypes.Float8, PgTypes.UddSketch);
        yield return Aggregate(oid++, "approx_count_distinct", PgTypes.HyperLogLog, PgTypes.AnyElement);
        yield return Scalar(oid++, "distinct_count", PgTypes.Int8, [], PgTypes.HyperLogLog);
        yield return Aggregate(oid++, "first", PgTypes.AnyElement, PgTypes.AnyElement, PgTypes.Any);
        yield return Aggregate(oid, "last", PgTypes.AnyElement, PgTypes.AnyElement, PgTypes.Any);
    }

    private static PgFunction Scalar(uint oid, string name, PgType result, string[] names, params PgType[] arguments) =>
        Make(oid, name, 'f', result, names, arguments);

    private static PgFunction Aggregate(uint oid, string name, PgType result, params PgType[] arguments)
    {
        var function = Make(oid, name, 'a', result, [], arguments);
        function.AggregateKind = 'n';
        return function;
    }

    private static PgFunction Make(uint oid, string name, char kind, PgType result, string[] names, PgType[] arguments) => new()
    {
        Oid = oid,
        Name = name,
        Namespace = 2200,
        Kind = kind,
        IsStrict = kind == 'f',
        ReturnsSet = false,
        Volatility = 'i',
        ReturnType = result,
        Arguments = arguments,
        DefaultCount = 0,
        VariadicElement = null,
        ArgumentNames = names,
        ArgumentModes = "",
        AllArguments = [],
    };
}
