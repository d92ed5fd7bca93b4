using System.Buffers.Binary;
using Granary.Gateway.Postgres.Types;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Gateway.Postgres.Copying;

/// <summary>COPY FROM in binary format: a signature, then rows of fields with their lengths, then -1.</summary>
internal sealed class CopyBinaryReader(CopyTarget target) : CopyReader(target)
{
    private static ReadOnlySpan<byte> Signature => [0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0x00]; // PGCOPY\n\377\r\n\0

    private readonly WireBuffer _carry = new(4096);
    private long _needed; // bytes without which going on makes no sense
    private bool _hasHeader, _isEnded;

    public override void Push(ReadOnlySpan<byte> data)
    {
        if (_isEnded && data.Length > 0) throw Bad("received copy data after EOF marker");
        if (_carry.Length == 0)
        {
            _carry.Write(data[Parse(data)..]);
            return;
        }

        _carry.Write(data);
        if (_carry.Length < _needed) return;
        var rest = _carry.Written[Parse(_carry.Written)..].ToArray();
        _carry.Truncate(0);
        _carry.Write(rest);
    }

    public override void Complete()
    {
        if (!_hasHeader) throw Bad("COPY file signature not recognized");
        // as PostgreSQL: the end may come without the marker, but not within a row
        if (_carry.Length > 0) throw Bad("unexpected EOF in COPY data");
        Target.Seal();
    }

    public override void Dispose() => _carry.Dispose();

    // gives the bytes that whole rows took
    private int Parse(ReadOnlySpan<byte> data)
    {
        var at = 0;
        _needed = 0;
        if (!_hasHeader)
        {
            at = ParseHeader(data);
            if (at == 0) return 0;
            _hasHeader = true;
        }

        while (!_isEnded)
        {
            var length = ParseRow(data[at..]);
            if (length == 0) return at;
            at += length;
        }

        if (at < data.Length) throw Bad("received copy data after EOF marker");
        return at;
    }

    private int ParseHeader(ReadOnlySpan<byte> data)
    {
        if (data.Length < 11)
            return Signature.StartsWith(data) ? 0 : throw Bad("COPY file signature not recognized");
        if (!data.StartsWith(Signature)) throw Bad("COPY file signature not recognized");
        if (data.Length < 19) return 0;
        var flags = BinaryPrimitives.ReadInt32BigEndian(data[11..]);
        if ((flags & (1 << 16)) != 0) throw Bad("invalid COPY file header (WITH OIDS)");
        if (((uint)flags >> 16) != 0) throw Bad("unrecognized critical flags in COPY file header");
        var extension = BinaryPrimitives.ReadInt32BigEndian(data[15..]);
        if (extension < 0) throw Bad("invalid COPY file header (missing length)");
        _needed = 19L + extension;
        return data.Length >= _needed ? (int)_needed : 0;
    }

    private int ParseRow(ReadOnlySpan<byte> data)
    {
        if (data.Length < 2) return 0;
        var count = BinaryPrimitives.ReadInt16BigEndian(data);
        if (count == -1)
        {
            _isEnded = true;
            return 2;
        }

        if (count != Target.Codecs.Length) throw Bad($"row field count is {count}, expected {Target.Codecs.Length}");
        var end = Measure(data, count);
        if (end == 0) return 0;
        var at = 2;
        for (var i = 0; i < count; i++)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(data[at..]);
            at += 4;
            if (length < 0)
            {
                Target.Builders[i].AppendNull();
                continue;
            }

            Decode(i, data.Slice(at, length));
            at += length;
        }

        Target.EndRow(RowCount + 1);
        return end;
    }

    // the row's length when it is whole; before that nothing of it is read
    private int Measure(ReadOnlySpan<byte> data, int count)
    {
        long at = 2;
        for (var i = 0; i < count; i++)
        {
            if (at + 4 > data.Length) return 0;
            var length = BinaryPrimitives.ReadInt32BigEndian(data[(int)at..]);
            if (length < -1) throw Bad("invalid field size");
            at += 4 + Math.Max(0, length);
            if (at <= data.Length) continue;
            _needed = at;
            return 0;
        }

        return (int)at;
    }

    private void Decode(int column, ReadOnlySpan<byte> value)
    {
        try
        {
            Target.Codecs[column].DecodeBinary(value, Target.Builders[column], Target.Context);
        }
        catch (GranaryException error)
        {
            throw CopyErrors.WithWhere(error, $"{CopyErrors.Where(Target.Table, RowCount + 1)}, column {Target.Names[column]}");
        }
    }

    private GranaryException Bad(string message) => CopyErrors.BadFormat(message, CopyErrors.Where(Target.Table, RowCount + 1));
}
