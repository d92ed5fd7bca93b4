using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Query;
using Granary.Sql.Catalog;
using Granary.Sql.FrontEnd.Scans;
using Granary.Sql.Resolving;
using Granary.Sql.Resolving.Tree;

namespace Granary.Sql.FrontEnd;

/// <summary>A query that is resolved and written; Bind puts in parameters, the session's values and what each scan reads.</summary>
internal sealed class PreparedSelect(StatementState state, ResolvedQuery query, SessionText text, Func<SessionContext, ICatalog> catalogOf) : PreparedQuery
{
    private readonly IReadOnlyDictionary<TableEntry, Dictionary<int, Restriction>> _restrictions = RestrictionFinder.Find(query);
    private readonly ConstantRow? _constants = ConstantRow.TryMake(query, text.Columns);

    public override IReadOnlyList<SqlType> Parameters { get; } =
        [.. state.ParameterTypes().Select(t => SqlFrontEnd.TypeOf(t, -1, Generating.ExpressionWriter.ParameterScale))];

    public override IReadOnlyList<ResultColumn> Columns => text.Columns;

    public override InsertTarget? Insert => null;

    public override bool HoldsTheClock { get; } = state.Session.HasReadClock;

    public override BoundQuery Bind(ColumnBatch? parameters, SessionContext session)
    {
        if (_constants is not null) return new BoundQuery.Rows(_constants.Batch);
        var resolving = new ResolvingSession(session, catalogOf(session));
        var written = text.For(resolving);
        var sources = new Dictionary<TableEntry, ScanSource>();
        foreach (var scan in written.Scans)
            if (!sources.ContainsKey(scan))
                sources.Add(scan, ScanBinding.Bind(scan, _restrictions, parameters, resolving));
        return new BoundQuery.Engine(Requests.Make(written, [.. written.Scans.Select(s => sources[s])], parameters, resolving));
    }

    public override BoundQuery BindReturning(ColumnBatch inserted, ColumnBatch? parameters, SessionContext session) =>
        throw new InvalidOperationException("a query returns nothing of an INSERT");
}
