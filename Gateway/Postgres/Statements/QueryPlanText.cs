using Granary.Grains.Interfaces.Query;
using Granary.Sql;

namespace Granary.Gateway.Postgres.Statements;

/// <summary>Says in a few lines what a bound statement would read.</summary>
internal static class QueryPlanText
{
    public static IEnumerable<string> Describe(PreparedQuery query, BoundQuery bound)
    {
        if (query.Insert is { } insert) yield return $"Insert on {insert.Table.Name}";
        switch (bound)
        {
            case BoundQuery.Rows rows:
                yield return $"Result  (rows={rows.Batch.RowCount})";
                break;
            case BoundQuery.Engine engine:
                yield return "Query";
                foreach (var scan in engine.Request.Scans.Distinct())
                    foreach (var line in DescribeScan(scan)) yield return line;
                break;
        }
    }

    private static IEnumerable<string> DescribeScan(ScanSource scan)
    {
        if (scan is not ScanSource.Table table)
        {
            yield return "  ->  Rows at hand";
            yield break;
        }

        yield return $"  ->  Scan on {table.TableName}  (columns={table.Request.Columns.Count})";
        yield return "        Projects: " + (table.Projects is ProjectSelection.Only only ? string.Join(", ", only.Projects) : "all");
        foreach (var range in table.Request.Ranges) yield return $"        Range: {range.ColumnName} from {range.Lower ?? "-"} to {range.Upper ?? "-"}";
        if (table.Uncommitted.Count > 0) yield return "        With rows of this transaction";
    }
}
