using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Query;
using Granary.Grains.Interfaces.Tables;
using Granary.Sql.Catalog.SystemRelations;
using Granary.Sql.Resolving;
using Granary.Sql.Resolving.Tree;

namespace Granary.Sql.FrontEnd.Scans;

/// <summary>Decides what one scan of a statement reads: which projects, which columns, which ranges.</summary>
internal static class ScanBinding
{
    public static ScanSource Bind(TableEntry scan, IReadOnlyDictionary<TableEntry, Dictionary<int, Restriction>> restrictions, ColumnBatch? parameters, ResolvingSession session)
    {
        var relation = scan.Relation;
        if (relation.Table is not { } table) return SystemRows.Of(relation, scan.UsedColumns, session);
        var columns = scan.UsedColumns.Select(i => table.Columns[i].Name).ToList();
        // count(*) reads no column, but a scan has to give one: the narrowest that is always there.
        if (columns.Count == 0) columns.Add(table.IndexOf(table.DateColumn) >= 0 ? table.DateColumn : table.Columns[0].Name);
        var values = new BindValues(parameters, session);
        var domains = (restrictions.GetValueOrDefault(scan) ?? []).ToDictionary(r => table.Columns[r.Key].Name, r => Domain.Of(r.Value, values));
        var ranges = domains.Where(d => d.Value.Lower is not null || d.Value.Upper is not null)
            .Select(d => new PruningRange(d.Key, d.Value.Lower, d.Value.Upper)).ToList();
        return new ScanSource.Table(table.Name, Projects(table, domains, session), new TableScanRequest(columns, ranges))
        {
            Uncommitted = session.Context.Uncommitted(table.Name),
        };
    }

    private static ProjectSelection Projects(TableSchema table, Dictionary<string, Domain> domains, ResolvingSession session)
    {
        // A value that can't name a project names one without rows.
        var pinned = domains.GetValueOrDefault(table.ProjectColumn)?.Values?.OfType<string>().Where(v => ProjectId.Reject(v) is null).ToList();
        if (session.Context.Project is { } own)
            return new ProjectSelection.Only(pinned is null || pinned.Contains(own.Value) ? [own] : []);
        return pinned is null ? new ProjectSelection.All() : new ProjectSelection.Only([.. pinned.Select(v => new ProjectId(v))]);
    }
}
