using System.Text;
using Granary.Grains.Interfaces.Columns;
using Granary.Sql;

namespace Granary.Gateway.Postgres.Statements;

/// <summary>Small results of text columns, such as SHOW gives.</summary>
internal static class TextRows
{
    private const uint TextOid = 25;

    public static ResultColumn Column(string name) => new(name, new SqlType(TextOid, -1, DataType.Text));

    public static RowSource Of(IReadOnlyList<ResultColumn> columns, IEnumerable<string?[]> rows)
    {
        var builder = new BatchBuilder([.. columns.Select(column => column.Name)], [.. columns.Select(column => column.Type.Storage)]);
        foreach (var row in rows)
        {
            for (var i = 0; i < row.Length; i++)
            {
                if (row[i] is { } text) builder.Columns[i].AppendBytes(Encoding.UTF8.GetBytes(text));
                else builder.Columns[i].AppendNull();
            }

            builder.EndRow();
        }

        return new BatchRowSource(columns, [builder.ToBatch()]);
    }
}
