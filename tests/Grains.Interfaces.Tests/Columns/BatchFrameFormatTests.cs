using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Grains.Interfaces.Tests.Columns;

/// <summary>The bytes of a frame are stored on disk: version 1 must be read for ever, and damage never taken for data.</summary>
public sealed class BatchFrameFormatTests
{
    // written once by version 1 and never again
    private const string Golden =
        "4752423101000300030000006900000035402111016903000100000002000000030000000174080105000000000200000002000000040000007879787901781308000000000002000000040000000600000006000000011500000000030000000300000006000000060000000900000009000000616263616263616263";

    [Fact]
    public void Version_1_is_written_and_read_as_ever()
    {
        Assert.Equal(Golden, Convert.ToHexString(Write(Sample())));
        var read = BatchFrame.Read(Convert.FromHexString(Golden));
        Assert.Equal(["i", "t", "x"], read.Names);
        for (var i = 0; i < 3; i++) Assert.Equal(RandomColumns.Show(Sample().Columns[i]), RandomColumns.Show(read.Columns[i]));
    }

    [Fact]
    public void Every_flipped_byte_is_noticed()
    {
        var frame = Write(Sample());
        for (var at = 0; at < frame.Length; at++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var damaged = frame.ToArray();
                damaged[at] ^= (byte)(1 << bit);
                var error = Record.Exception(() => BatchFrame.Read(damaged));
                Assert.True(error is GranaryException { Kind: ErrorKind.Corrupt }, $"byte {at} bit {bit}: {error?.GetType().Name ?? "read"}");
            }
        }
    }

    [Fact]
    public void Every_truncation_is_noticed()
    {
        var frame = Write(Sample());
        for (var length = 0; length < frame.Length; length++)
        {
            var error = Record.Exception(() => BatchFrame.Read(frame.AsSpan(0, length)));
            Assert.True(error is GranaryException { Kind: ErrorKind.Corrupt }, $"{length} bytes: {error?.GetType().Name ?? "read"}");
        }
    }

    private static ColumnBatch Sample()
    {
        var batch = new BatchBuilder(["i", "t", "x"], [DataType.Int32, DataType.Text, DataType.Array(DataType.Text)]);
        for (var row = 0; row < 3; row++)
        {
            batch.Columns[0].Append(row + 1);
            if (row == 1) batch.Columns[1].AppendNull();
            else batch.Columns[1].AppendBytes("xy"u8);
            batch.Columns[2].Child.AppendBytes("abc"u8);
            batch.Columns[2].Child.AppendNull();
            batch.Columns[2].EndList();
            batch.EndRow();
        }

        return batch.ToBatch();
    }

    private static byte[] Write(ColumnBatch batch)
    {
        var frame = new byte[BatchFrame.MaxLength(batch)];
        return frame[..BatchFrame.Write(batch, frame)];
    }
}
