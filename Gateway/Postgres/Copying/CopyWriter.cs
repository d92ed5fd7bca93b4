using System.Buffers;
using Granary.Gateway.Postgres.Types;
using Granary.Grains.Interfaces.Columns;
using Granary.Sql;

namespace Granary.Gateway.Postgres.Copying;

/// <summary>Writes rows of batches as the CopyData messages of a COPY TO STDOUT, a message for each row. One user at a time.</summary>
internal abstract class CopyWriter(IReadOnlyList<ResultColumn> columns, WireContext context) : IDisposable
{
    private const int FlushBytes = 32 * 1024;

    private readonly WireBuffer _buffer = new(2 * FlushBytes);
    private int _messageStart;

    protected WireCodec[] Codecs { get; } = [.. columns.Select(column => WireTypes.For(column.Type))];

    protected string[] Names { get; } = [.. columns.Select(column => column.Name)];

    protected WireContext Context { get; } = context;

    public static CopyWriter Create(CopyOptions options, IReadOnlyList<ResultColumn> columns, WireContext context) => options.Format switch
    {
        CopyFormat.Binary => new CopyBinaryWriter(columns, context),
        CopyFormat.Csv => new CopyCsvWriter(columns, options, context),
        _ => new CopyTextWriter(columns, options, context),
    };

    /// <summary>Writes what comes before the rows.</summary>
    public void Begin(IBufferWriter<byte> output)
    {
        WriteHeader(_buffer);
        Flush(output);
    }

    /// <summary>Writes rows from <paramref name="from"/> up to <paramref name="to"/>; gives the bytes written.</summary>
    public long Write(ColumnBatch batch, int from, int to, IBufferWriter<byte> output)
    {
        long written = 0;
        for (var row = from; row < to; row++)
        {
            BeginMessage(_buffer);
            WriteRow(batch.Columns, row, _buffer);
            EndMessage(_buffer);
            if (_buffer.Length >= FlushBytes) written += Flush(output);
        }

        return written + Flush(output);
    }

    /// <summary>Writes what comes behind the rows.</summary>
    public void End(IBufferWriter<byte> output)
    {
        WriteTrailer(_buffer);
        Flush(output);
    }

    public void Dispose() => _buffer.Dispose();

    protected abstract void WriteRow(IReadOnlyList<Column> columns, int row, WireBuffer output);

    protected virtual void WriteHeader(WireBuffer output)
    {
    }

    protected virtual void WriteTrailer(WireBuffer output)
    {
    }

    protected void BeginMessage(WireBuffer output)
    {
        output.WriteByte((byte)'d');
        _messageStart = output.Length;
        output.WriteInt32(0);
    }

    protected void EndMessage(WireBuffer output) => output.Patch(_messageStart, output.Length - _messageStart);

    private int Flush(IBufferWriter<byte> output)
    {
        var length = _buffer.Length;
        if (length > 0) output.Write(_buffer.Written);
        _buffer.Truncate(0);
        return length;
    }
}
