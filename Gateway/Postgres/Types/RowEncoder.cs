using System.Buffers;
using Granary.Grains.Interfaces.Columns;
using Granary.Sql;

namespace Granary.Gateway.Postgres.Types;

/// <summary>Writes rows of batches as DataRow messages. Made once for a portal; one user at a time.</summary>
internal sealed class RowEncoder : IDisposable
{
    // what is collected before it goes to the output: large enough to make the calls cheap, small enough for the cache
    private const int FlushBytes = 32 * 1024;

    private readonly WireCodec[] _codecs;
    private readonly bool[] _binary;
    private readonly WireContext _context;
    private readonly WireBuffer _buffer = new(2 * FlushBytes);

    /// <summary>Prepares for a result's columns.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="formats">Bind's result formats: none, one for all, or one for each; 0 text, 1 binary.</param>
    /// <param name="context">The session's settings.</param>
    public RowEncoder(IReadOnlyList<ResultColumn> columns, ReadOnlySpan<short> formats, WireContext context)
    {
        _codecs = [.. columns.Select(column => WireTypes.For(column.Type))];
        _binary = new bool[columns.Count];
        for (var i = 0; i < _binary.Length; i++) _binary[i] = formats.Length != 0 && formats[formats.Length == 1 ? 0 : i] == 1;
        _context = context;
    }

    /// <summary>Writes rows from <paramref name="from"/> up to <paramref name="to"/> of a batch whose columns are the result's.</summary>
    /// <returns>The bytes written.</returns>
    public long Write(ColumnBatch batch, int from, int to, IBufferWriter<byte> output)
    {
        var columns = new Column[_codecs.Length];
        for (var i = 0; i < columns.Length; i++) columns[i] = batch.Columns[i];
        _buffer.Truncate(0);
        long written = 0;
        for (var row = from; row < to; row++)
        {
            WriteRow(columns, row);
            if (_buffer.Length < FlushBytes && row + 1 < to) continue;
            output.Write(_buffer.Written);
            written += _buffer.Length;
            _buffer.Truncate(0);
        }

        return written;
    }

    public void Dispose() => _buffer.Dispose();

    private void WriteRow(Column[] columns, int row)
    {
        var buffer = _buffer;
        var start = buffer.Length;
        buffer.WriteByte((byte)'D');
        buffer.WriteInt32(0);
        buffer.WriteInt16((short)columns.Length);
        for (var i = 0; i < columns.Length; i++)
        {
            var column = columns[i];
            if (column.MayHaveNulls && column.IsNull(row))
            {
                buffer.WriteInt32(-1);
                continue;
            }

            var at = buffer.Length;
            buffer.WriteInt32(0);
            if (_binary[i]) _codecs[i].EncodeBinary(column, row, buffer, _context);
            else _codecs[i].EncodeText(column, row, buffer, _context);
            buffer.Patch(at, buffer.Length - at - 4);
        }

        buffer.Patch(start + 1, buffer.Length - start - 1);
    }
}
