using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Query;
using Granary.Sql.Catalog.SystemRelations;
using Granary.Sql.Resolving;
using Granary.Sql.Resolving.Tree;

namespace Granary.Sql.FrontEnd;

/// <summary>Decides what one scan of a statement reads: which projects, which columns, which ranges.</summary>
internal static class ScanBinding
{
    public static ScanSource Bind(TableEntry scan, ResolvedQuery query, ColumnBatch? parameters, ResolvingSession session)
    {
        var relation = scan.Relation;
        if (relation.Table is not { } table) return SystemRows.Of(relation, scan.UsedColumns, session);
        _ = query;
        _ = parameters;
        ProjectSelection projects = session.Context.Project is { } project ? new ProjectSelection.Only([project]) : new ProjectSelection.All();
        var columns = scan.UsedColumns.Select(i => table.Columns[i].Name).ToList();
        // count(*) reads no column, but a scan has to give one: the narrowest that is always there.
        if (columns.Count == 0) columns.Add(table.IndexOf(table.DateColumn) >= 0 ? table.DateColumn : table.Columns[0].Name);
        return new ScanSource.Table(table.Name, projects, new TableScanRequest(columns, []))
        {
            Uncommitted = session.Context.Uncommitted(table.Name),
        };
    }
}
