using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Grains.Interfaces.Columns;

/// <summary>
/// The binary form of a batch in the write-ahead log and between processes; see `docs/storage-format.md`. Version 1,
/// little-endian:
/// <code>
/// header   u32 magic "GRB1" | u16 version | u16 column count | u32 row count | u32 body length | u32 CRC-32C of bytes 4 to 15 and the body
/// body     for each column that isn't all NULL: u8 name length | name (UTF-8) | type | buffers
/// type     u8 kind | numeric: u8 precision, u8 scale | varchar: u32 max characters | array: the element's type
/// buffers  u8 flags (1: validity follows, 2: all NULL) | validity: ceil(rows / 8) bytes | fixed: rows × width bytes
///          | variable: (rows + 1) × i32 offsets from 0, then the bytes | array: offsets likewise, u32 child rows, child's buffers
/// </code>
/// Columns that are NULL in every row are left out: a reader fills them from the table's schema.
/// </summary>
public static class BatchFrame
{
    /// <summary>Bytes before the body.</summary>
    public const int HeaderLength = 20;

    private const uint Magic = 0x31425247; // "GRB1"
    private const ushort Version = 1;

    /// <summary>The most bytes that <see cref="Write"/> may need for a batch.</summary>
    /// <param name="batch">The batch.</param>
    public static int MaxLength(ColumnBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        long length = HeaderLength;
        for (var i = 0; i < batch.Columns.Count; i++)
            if (!batch.Columns[i].IsAllNull) length += 1 + 3L * batch.Names[i].Length + 16 + BuffersLength(batch.Columns[i]);
        return length <= Array.MaxLength ? (int)length
            : throw new GranaryException(ErrorKind.Exhausted, SqlState.ProgramLimitExceeded, "a batch can't take more than 2 GiB");
    }

    /// <summary>Writes a batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="target">Room for <see cref="MaxLength"/> bytes.</param>
    /// <returns>The bytes written.</returns>
    public static int Write(ColumnBatch batch, Span<byte> target)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var writer = new FrameWriter(target[HeaderLength..]);
        var written = 0;
        for (var i = 0; i < batch.Columns.Count; i++)
        {
            var column = batch.Columns[i];
            if (column.IsAllNull) continue;
            written++;
            WriteName(ref writer, batch.Names[i]);
            WriteType(ref writer, column.Type);
            WriteBuffers(ref writer, column);
        }

        var body = target.Slice(HeaderLength, writer.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(target, Magic);
        BinaryPrimitives.WriteUInt16LittleEndian(target[4..], Version);
        BinaryPrimitives.WriteUInt16LittleEndian(target[6..], checked((ushort)written));
        BinaryPrimitives.WriteInt32LittleEndian(target[8..], batch.RowCount);
        BinaryPrimitives.WriteInt32LittleEndian(target[12..], body.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(target[16..], Crc32C.Compute(body, Crc32C.Compute(target[4..16])));
        return HeaderLength + body.Length;
    }

    /// <summary>Reads a batch back into buffers of its own.</summary>
    /// <param name="source">The frame; bytes behind it are ignored.</param>
    /// <exception cref="GranaryException"><see cref="ErrorKind.Corrupt"/>: not a frame, a wrong checksum or lengths that don't fit.</exception>
    public static ColumnBatch Read(ReadOnlySpan<byte> source)
    {
        if (source.Length < HeaderLength || BinaryPrimitives.ReadUInt32LittleEndian(source) != Magic) throw Corrupt("it doesn't begin as one");
        if (BinaryPrimitives.ReadUInt16LittleEndian(source[4..]) != Version) throw Corrupt("its version is unknown");
        var columnCount = BinaryPrimitives.ReadUInt16LittleEndian(source[6..]);
        var rowCount = BinaryPrimitives.ReadInt32LittleEndian(source[8..]);
        var bodyLength = BinaryPrimitives.ReadInt32LittleEndian(source[12..]);
        if (rowCount < 0 || bodyLength < 0 || bodyLength > source.Length - HeaderLength) throw Corrupt("it is cut short");
        var body = source.Slice(HeaderLength, bodyLength);
        if (Crc32C.Compute(body, Crc32C.Compute(source[4..16])) != BinaryPrimitives.ReadUInt32LittleEndian(source[16..])) throw Corrupt("its checksum is wrong");

        var reader = new FrameReader(body);
        var (names, columns) = (new string[columnCount], new Column[columnCount]);
        for (var i = 0; i < columnCount; i++)
        {
            names[i] = Encoding.UTF8.GetString(reader.Take(reader.ReadByte()));
            columns[i] = ReadBuffers(ref reader, ReadType(ref reader, depth: 0), rowCount);
        }

        if (!reader.IsAtEnd) throw Corrupt("bytes are left over");
        return new ColumnBatch(names, columns, rowCount);
    }

    internal static GranaryException Corrupt(string what) => new(ErrorKind.Corrupt, SqlState.DataCorrupted, $"a column frame can't be read: {what}");

    private static long BuffersLength(Column column)
    {
        if (column.IsAllNull) return 1;
        var length = 1L + (column.Length + 7) / 8;
        if (column.Type.FixedWidth > 0) return length + (long)column.Length * column.Type.FixedWidth;
        var (from, to) = (column.Offsets[0], column.Offsets[^1]);
        length += 4L * (column.Length + 1);
        return length + (column.Child is null ? to - from : 4 + BuffersLength(column.Child.Slice(from, to - from)));
    }

    private static void WriteName(ref FrameWriter writer, string name)
    {
        var length = Encoding.UTF8.GetByteCount(name);
        writer.WriteByte(checked((byte)length));
        Encoding.UTF8.GetBytes(name, writer.Reserve(length));
    }

    private static void WriteType(ref FrameWriter writer, DataType type)
    {
        writer.WriteByte((byte)type.Kind);
        switch (type.Kind)
        {
            case TypeKind.Numeric:
                writer.WriteByte((byte)type.Precision);
                writer.WriteByte((byte)type.Scale);
                break;
            case TypeKind.Varchar:
                writer.WriteInt32(type.MaxCharacters);
                break;
            case TypeKind.Array:
                WriteType(ref writer, type.Element!);
                break;
        }
    }

    private static DataType ReadType(ref FrameReader reader, int depth)
    {
        if (depth > 8) throw Corrupt("its arrays are nested too deeply");
        var kind = (TypeKind)reader.ReadByte();
        return kind switch
        {
            TypeKind.Numeric => ReadNumeric(reader.ReadByte(), reader.ReadByte()),
            TypeKind.Varchar => DataType.Varchar(Math.Max(0, reader.ReadInt32())),
            TypeKind.Array => DataType.Array(ReadType(ref reader, depth + 1)),
            _ => DataType.Plain(kind) ?? throw Corrupt($"the type {(byte)kind} is unknown"),
        };
    }

    private static DataType ReadNumeric(byte precision, byte scale) =>
        precision is >= 1 and <= DataType.MaxNumericPrecision && scale <= precision
            ? DataType.Numeric(precision, scale)
            : throw Corrupt("a numeric's precision is out of range");

    private static void WriteBuffers(ref FrameWriter writer, Column column)
    {
        if (column.IsAllNull)
        {
            writer.WriteByte(2);
            return;
        }

        writer.WriteByte(column.MayHaveNulls ? (byte)1 : (byte)0);
        if (column.MayHaveNulls) WriteValidity(ref writer, column);
        if (column.Type.FixedWidth > 0)
        {
            column.FixedBytes.CopyTo(writer.Reserve(column.FixedBytes.Length));
            return;
        }

        var offsets = column.Offsets;
        var (from, to) = (offsets[0], offsets[^1]);
        var target = MemoryMarshal.Cast<byte, int>(writer.Reserve(4 * offsets.Length));
        for (var i = 0; i < offsets.Length; i++) target[i] = offsets[i] - from;
        if (column.Child is null) column.Bytes.AsSpan(from, to - from).CopyTo(writer.Reserve(to - from));
        else
        {
            writer.WriteInt32(to - from);
            WriteBuffers(ref writer, column.Child.Slice(from, to - from));
        }
    }

    private static void WriteValidity(ref FrameWriter writer, Column column)
    {
        var target = writer.Reserve((column.Length + 7) >> 3);
        if ((column.ValidityOffset & 7) == 0)
        {
            column.Validity.Slice(column.ValidityOffset >> 3, target.Length).CopyTo(target);
            if ((column.Length & 7) != 0) target[^1] &= (byte)((1 << (column.Length & 7)) - 1); // a slice's neighbours are nobody's business
            return;
        }

        target.Clear();
        for (var row = 0; row < column.Length; row++)
            if (!column.IsNull(row)) target[row >> 3] |= (byte)(1 << (row & 7));
    }

    private static Column ReadBuffers(ref FrameReader reader, DataType type, int rows)
    {
        var flags = reader.ReadByte();
        if (flags > 2) throw Corrupt("a column's flags are unknown");
        if (flags == 2) return Column.AllNull(type, rows);
        var validity = flags == 1 ? reader.Take((rows + 7) >> 3).ToArray() : null;
        if (type.FixedWidth > 0)
            return new Column(type, 0, rows, validity, Pinned(reader.Take(checked(rows * type.FixedWidth))), [], null, isAllNull: false);

        var offsets = ReadOffsets(ref reader, rows);
        if (type.Element is null)
            return new Column(type, 0, rows, validity, Pinned(reader.Take(offsets[^1])), offsets, null, isAllNull: false);
        var childRows = reader.ReadInt32();
        if (childRows != offsets[^1]) throw Corrupt("an array's offsets don't fit its elements");
        return new Column(type, 0, rows, validity, [], offsets, ReadBuffers(ref reader, type.Element, childRows), isAllNull: false);
    }

    private static int[] ReadOffsets(ref FrameReader reader, int rows)
    {
        var source = MemoryMarshal.Cast<byte, int>(reader.Take(checked(4 * (rows + 1))));
        var offsets = PinnedBuffer.Allocate<int>(rows + 1);
        source.CopyTo(offsets);
        if (offsets[0] != 0) throw Corrupt("offsets don't begin at 0");
        for (var i = 0; i < rows; i++)
            if (offsets[i] > offsets[i + 1]) throw Corrupt("offsets go backwards");
        return offsets;
    }

    private static byte[] Pinned(ReadOnlySpan<byte> bytes)
    {
        var copy = PinnedBuffer.Allocate<byte>(bytes.Length);
        bytes.CopyTo(copy);
        return copy;
    }
}
