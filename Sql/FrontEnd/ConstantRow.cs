using System.Globalization;
using System.Text;
using Granary.Grains.Interfaces.Columns;
using Granary.Sql.Resolving.Tree;

namespace Granary.Sql.FrontEnd;

/// <summary>The one row of a SELECT of plain constants, so that `SELECT 1` needs no engine.</summary>
internal sealed class ConstantRow
{
    private ConstantRow(ColumnBatch batch) => Batch = batch;

    public ColumnBatch Batch { get; }

    public static ConstantRow? TryMake(ResolvedQuery query, IReadOnlyList<ResultColumn> columns)
    {
        if (query.Body is not BoundSelect { From.Count: 0, Where: null, IsAggregated: false } select || select.DistinctOn.Count > 0) return null;
        if (query.Ctes.Count > 0 || query.Limit is not null || query.Offset is not null || columns.Count == 0) return null;
        if (!select.Targets.Take(columns.Count).All(IsPlain)) return null;
        var builder = new BatchBuilder([.. columns.Select(c => c.Name)], [.. columns.Select(c => c.Type.Storage)]);
        for (var i = 0; i < columns.Count; i++) Append((BoundConstant)select.Targets[i], builder.Columns[i]);
        builder.EndRow();
        return new ConstantRow(builder.ToBatch());
    }

    private static bool IsPlain(BoundExpression target) => target is BoundConstant { Typmod: -1 } constant && constant.Type.Oid is 16 or 20 or 21 or 23 or 25;

    private static void Append(BoundConstant constant, ColumnBuilder column)
    {
        if (constant.Text is not { } text)
        {
            column.AppendNull();
            return;
        }
        switch (constant.Type.Oid)
        {
            case 16: column.Append((byte)(text == "t" ? 1 : 0)); break;
            case 20: column.Append(long.Parse(text, CultureInfo.InvariantCulture)); break;
            case 21: column.Append(short.Parse(text, CultureInfo.InvariantCulture)); break;
            case 23: column.Append(int.Parse(text, CultureInfo.InvariantCulture)); break;
            default: column.AppendBytes(Encoding.UTF8.GetBytes(text)); break;
        }
    }
}
