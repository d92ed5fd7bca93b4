using Granary.Grains.Interfaces.Columns;

namespace Granary.Grains.Interfaces.Tests.Columns;

public sealed class BatchCapacityTests
{
    [Fact]
    public void A_builder_with_the_room_of_a_batch_takes_as_much_again_without_growing()
    {
        string[] names = ["n", "text", "list", "none"];
        DataType[] types = [DataType.Int64, DataType.Text, DataType.Array(DataType.Text), DataType.Text];
        var first = new BatchBuilder(names, types);
        for (var row = 0; row < 10_000; row++)
        {
            first.Columns[0].Append((long)row);
            first.Columns[1].AppendBytes("some text that takes room"u8);
            first.Columns[2].Child.AppendBytes("an element"u8);
            first.Columns[2].EndList();
            first.Columns[3].AppendNull();
            first.EndRow();
        }

        var batch = first.ToBatch();
        var second = new BatchBuilder(names, types, BatchCapacity.Of(batch));
        var before = GC.GetAllocatedBytesForCurrentThread();
        second.Append(batch);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < 4096, $"{allocated} bytes");

        var copy = second.ToBatch();
        Assert.Equal(batch.SizeInBytes, copy.SizeInBytes);
        Assert.True(copy.Columns[0].FixedBytes.SequenceEqual(batch.Columns[0].FixedBytes));
        Assert.Equal("an element"u8, copy.Columns[2].GetList(9_999).GetBytes(0));
        Assert.True(copy.Columns[3].IsAllNull);
    }

    [Fact]
    public void Room_of_other_columns_is_refused()
    {
        var capacity = BatchCapacity.Of(new BatchBuilder(["a"], [DataType.Int32]).ToBatch());
        Assert.Throws<ArgumentException>(() => new BatchBuilder(["a", "b"], [DataType.Int32, DataType.Text], capacity));
    }
}
