using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Query;
using Granary.Sql.Catalog;
using Granary.Sql.FrontEnd.Scans;
using Granary.Sql.Resolving;

namespace Granary.Sql.FrontEnd;

/// <summary>An INSERT: where the rows go, the query that makes them unless they are plain, and RETURNING.</summary>
internal sealed class PreparedInsert(
    StatementState state, ResolvedInsert insert, PreparedSelect? source, SessionText? returning, Func<SessionContext, ICatalog> catalogOf) : PreparedQuery
{
    public override IReadOnlyList<SqlType> Parameters { get; } =
        [.. state.ParameterTypes().Select(t => SqlFrontEnd.TypeOf(t, -1, Generating.ExpressionWriter.ParameterScale))];

    public override IReadOnlyList<ResultColumn>? Columns => returning?.Columns;

    public override bool HoldsTheClock { get; } = state.Session.HasReadClock;

    public override InsertTarget Insert { get; } = new(insert.Table.Table!, insert.ColumnIndexes) { PlainRows = insert.PlainRows };

    public override BoundQuery Bind(ColumnBatch? parameters, SessionContext session) =>
        source?.Bind(parameters, session) ?? throw new InvalidOperationException("the rows of this INSERT are plain: they need no query");

    public override BoundQuery BindReturning(ColumnBatch inserted, ColumnBatch? parameters, SessionContext session)
    {
        if (returning is null) throw new InvalidOperationException("this INSERT has no RETURNING");
        var rows = new ScanSource.Rows(inserted.Names, [.. inserted.Columns.Select(c => c.Type)], [inserted]);
        var resolving = new ResolvingSession(session, catalogOf(session));
        var restrictions = RestrictionFinder.Find(insert.Returning!);
        var written = returning.For(resolving);
        var sources = written.Scans.Select(s => s == insert.ReturningEntry ? rows : ScanBinding.Bind(s, restrictions, parameters, resolving));
        return new BoundQuery.Engine(Requests.Make(written, [.. sources], parameters, resolving));
    }
}
