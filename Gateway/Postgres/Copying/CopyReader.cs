using Granary.Gateway.Postgres.Types;
using Granary.Grains.Interfaces.Tables;

namespace Granary.Gateway.Postgres.Copying;

/// <summary>
/// Turns the stream of a COPY FROM STDIN into batches. Data may be cut anywhere. Push some, take the batches that are full
/// and write them before pushing more: that is the back-pressure. Throws with nothing taken back: the statement's writer is
/// to be thrown away then.
/// </summary>
internal abstract class CopyReader(CopyTarget target) : IDisposable
{
    protected CopyTarget Target { get; } = target;

    /// <summary>Rows read so far.</summary>
    public long RowCount => Target.RowCount;

    /// <summary>A reader for a table's columns in the order of the data's fields.</summary>
    public static CopyReader Create(CopyOptions options, string table, IReadOnlyList<ColumnDefinition> columns, WireContext context)
    {
        var target = new CopyTarget(table, columns, context);
        return options.Format switch
        {
            CopyFormat.Binary => new CopyBinaryReader(target),
            CopyFormat.Csv => new CopyCsvReader(target, options),
            _ => new CopyTextReader(target, options),
        };
    }

    /// <summary>Reads the next piece of data.</summary>
    public abstract void Push(ReadOnlySpan<byte> data);

    /// <summary>Reads what is left when the client is done; the last batches can be taken then.</summary>
    public abstract void Complete();

    /// <summary>The next batch that is full, or null when more data is needed.</summary>
    public CopyBatch? Take() => Target.Take();

    /// <summary>Gives a batch's buffers back to be filled again. Only when its rows were copied: nobody may read the batch any more.</summary>
    public void Reuse(CopyBatch batch) => Target.Reuse(batch);

    public abstract void Dispose();
}
