using Granary.Sql.Catalog.Facts;
using Granary.Sql.Resolving.Tree;

namespace Granary.Sql.Resolving;

/// <summary>The fields of a composite value, where they are known.</summary>
internal static class RowShape
{
    public static IReadOnlyList<(string Name, PgType Type)>? Of(BoundExpression value) => value switch
    {
        BoundRow row => [.. row.Fields.Select((f, i) => (row.Names[i], f.Type))],
        BoundCall call when call.Function.OutputColumns().Any() => [.. call.Function.OutputColumns()],
        _ => null,
    };
}
