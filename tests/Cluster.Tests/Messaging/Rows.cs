using Granary.Grains.Interfaces.Columns;

namespace Granary.Cluster.Tests.Messaging;

/// <summary>Small batches for messages.</summary>
internal static class Rows
{
    public static ColumnBatch Numbers(params int[] values)
    {
        var builder = new BatchBuilder(["n", "nothing"], [DataType.Int32, DataType.Text]);
        foreach (var value in values)
        {
            builder.Columns[0].Append(value);
            builder.Columns[1].AppendNull();
            builder.EndRow();
        }
        return builder.ToBatch();
    }

    public static ColumnBatch Text(int length)
    {
        var builder = new BatchBuilder(["t"], [DataType.Text]);
        builder.Columns[0].AppendBytes(new byte[length].AsSpan());
        builder.EndRow();
        return builder.ToBatch();
    }
}
