using Granary.Grains.Interfaces.Query;
using Granary.Sql.FrontEnd;
using Granary.Sql.Resolving;

namespace Granary.Sql.Catalog.SystemRelations;

/// <summary>The rows of a system relation as a scan's source.</summary>
internal static class SystemRows
{
    public static ScanSource.Rows Of(Relation relation, IReadOnlyCollection<int> used, ResolvingSession session)
    {
        _ = session;
        var columns = used.DefaultIfEmpty(0).Select(i => relation.Columns[i]).ToList();
        var types = columns.Select(c => SqlFrontEnd.TypeOf(c.Type, c.Typmod, 0).Storage).ToList();
        return new ScanSource.Rows([.. columns.Select(c => c.Name)], types, []);
    }
}
