using System.Buffers.Binary;
using Granary.Grains.Interfaces.Columns;

namespace Granary.Engine.WriteAheadLog;

/// <summary>
/// The fixed part before each record in a log file, 64 bytes, little-endian, at a multiple of 8:
/// <code>
///  0 u32 magic "GRW1"      4 u32 CRC-32C of bytes 8..64 and the key     8 u64 number of the file
/// 16 u64 synced offset    24 i64 epoch    32 i64 sequence    40 i32 first hot day
/// 44 u32 payload length   48 u32 CRC-32C of the payload      52 u32 rows
/// 56 u16 key length       58 u8 kind (1 rows, 2 end of file) 59 5 bytes of zero
/// 64 key (UTF-8), payload (column frames), zeros up to a multiple of 8
/// </code>
/// The file's number keeps old bytes of a recycled file from being read as records. The synced offset says up to where the
/// file was on disk when the record was written: a bad record before that point was acknowledged once, so it is damage
/// and not a torn tail.
/// </summary>
internal readonly record struct WalRecordHeader
{
    public const int Length = 64;
    public const int Alignment = 8;
    public const uint Magic = 0x31575247; // "GRW1"

    public required WalRecordKind Kind { get; init; }
    public required long FileNumber { get; init; }
    public required long SyncedOffset { get; init; }
    public long Epoch { get; init; }
    public long Sequence { get; init; }
    public int FirstHotDay { get; init; }
    public int PayloadLength { get; init; }
    public uint PayloadChecksum { get; init; }
    public int RowCount { get; init; }
    public int KeyLength { get; init; }

    /// <summary>Bytes from this record to the next.</summary>
    public long RecordLength => Align((long)Length + KeyLength + PayloadLength);

    public static int Align(int length) => (length + Alignment - 1) & -Alignment;

    public static long Align(long length) => (length + Alignment - 1) & -Alignment;

    /// <summary>Writes the header in front of a key that is there already.</summary>
    public void Write(Span<byte> record)
    {
        record[..Length].Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(record, Magic);
        BinaryPrimitives.WriteInt64LittleEndian(record[8..], FileNumber);
        BinaryPrimitives.WriteInt64LittleEndian(record[16..], SyncedOffset);
        BinaryPrimitives.WriteInt64LittleEndian(record[24..], Epoch);
        BinaryPrimitives.WriteInt64LittleEndian(record[32..], Sequence);
        BinaryPrimitives.WriteInt32LittleEndian(record[40..], FirstHotDay);
        BinaryPrimitives.WriteInt32LittleEndian(record[44..], PayloadLength);
        BinaryPrimitives.WriteUInt32LittleEndian(record[48..], PayloadChecksum);
        BinaryPrimitives.WriteInt32LittleEndian(record[52..], RowCount);
        BinaryPrimitives.WriteUInt16LittleEndian(record[56..], checked((ushort)KeyLength));
        record[58] = (byte)Kind;
        BinaryPrimitives.WriteUInt32LittleEndian(record[4..], Crc32C.Compute(record[8..(Length + KeyLength)]));
    }

    /// <summary>Reads a header whose own checksum is right.</summary>
    /// <param name="bytes">The record's beginning, with the key if the rest of the file allows.</param>
    /// <param name="fileNumber">The file's number; records of other numbers are old bytes.</param>
    /// <param name="header">The header.</param>
    public static bool TryRead(ReadOnlySpan<byte> bytes, long fileNumber, out WalRecordHeader header)
    {
        header = default;
        if (bytes.Length < Length || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic) return false;
        if (BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]) != fileNumber) return false;
        var keyLength = BinaryPrimitives.ReadUInt16LittleEndian(bytes[56..]);
        if (bytes.Length < Length + keyLength) return false;
        if (Crc32C.Compute(bytes[8..(Length + keyLength)]) != BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..])) return false;
        header = new WalRecordHeader
        {
            Kind = (WalRecordKind)bytes[58],
            FileNumber = fileNumber,
            SyncedOffset = BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]),
            Epoch = BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]),
            Sequence = BinaryPrimitives.ReadInt64LittleEndian(bytes[32..]),
            FirstHotDay = BinaryPrimitives.ReadInt32LittleEndian(bytes[40..]),
            PayloadLength = BinaryPrimitives.ReadInt32LittleEndian(bytes[44..]),
            PayloadChecksum = BinaryPrimitives.ReadUInt32LittleEndian(bytes[48..]),
            RowCount = BinaryPrimitives.ReadInt32LittleEndian(bytes[52..]),
            KeyLength = keyLength,
        };
        return header.Kind is WalRecordKind.Rows or WalRecordKind.End && header.PayloadLength >= 0;
    }
}
