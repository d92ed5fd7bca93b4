using Granary.Grains.Interfaces.Columns;
using Granary.Sql.Generating;
using Granary.Sql.Resolving;
using Granary.Sql.Resolving.Tree;

namespace Granary.Sql.FrontEnd;

/// <summary>A resolved query's text, cut at its scans, with what Bind has to put in.</summary>
internal sealed class StatementText
{
    public StatementText(ResolvingSession session, IReadOnlyList<TableEntry> scans, ResolvedQuery query)
    {
        TimeZone = session.TimeZone;
        var generation = new GenerationState(session);
        var written = new QueryWriter(generation).WriteResult(query);
        Parameters = generation.Parameters;
        Columns = [.. query.Columns.Select((c, i) => Column(query, c, i, written))];
        // The mark stands on both sides of an ordinal: every second part is one.
        var parts = written.Sql.Split(SqlText.ScanMark);
        Pieces = [.. parts.Where((_, i) => i % 2 == 0)];
        Scans = [.. parts.Where((_, i) => i % 2 == 1).Select(int.Parse).Select(n => scans[n])];
    }

    /// <summary>The session's time zone for which it was written: steps between instants and local times hold it.</summary>
    public string TimeZone { get; }

    public IReadOnlyList<string> Pieces { get; }

    /// <summary>The scans in the order of their places in the text.</summary>
    public IReadOnlyList<TableEntry> Scans { get; }

    public IReadOnlyList<ParameterSource> Parameters { get; }
    public IReadOnlyList<ResultColumn> Columns { get; }

    private static ResultColumn Column(ResolvedQuery query, OutputColumn column, int index, WrittenQuery written)
    {
        var type = SqlFrontEnd.TypeOf(column.Type, column.Typmod, written.Scales[index]);
        if (written.AreTexts[index]) type = type with { Storage = DataType.Text };
        var origin = query.Body is BoundSelect select ? Origin(select.Targets[index]) : null;
        return origin is { } from
            ? new ResultColumn(column.Name, type, from.Table.Relation.Oid, (short)(from.Ordinal + 1))
            : new ResultColumn(column.Name, type);
    }

    // A column that comes unchanged from a table, through subqueries too.
    private static (TableEntry Table, int Ordinal)? Origin(BoundExpression target)
    {
        while (true)
        {
            if (target is not BoundColumn column) return null;
            switch (column.Entry)
            {
                case TableEntry table:
                    return (table, column.Ordinal);
                case SubqueryEntry { Query.Body: BoundSelect inner }:
                    target = inner.Targets[column.Ordinal];
                    break;
                default:
                    return null;
            }
        }
    }
}
