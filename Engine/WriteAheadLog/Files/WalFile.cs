using System.Buffers.Binary;
using Granary.Grains.Interfaces.Columns;
using Microsoft.Win32.SafeHandles;

namespace Granary.Engine.WriteAheadLog.Files;

/// <summary>The log file that is being written: a header, records, and an end record once its successor exists. Used by the writer's thread alone.</summary>
internal sealed class WalFile(long number, SafeFileHandle handle, long capacity) : IDisposable
{
    public const int HeaderLength = 64;
    private const uint Magic = 0x46575247; // "GRWF"
    private const uint Version = 1;

    public long Number { get; } = number;
    public SafeFileHandle Handle { get; } = handle;
    public long Capacity { get; } = capacity;

    /// <summary>Where the next record goes.</summary>
    public long WriteOffset { get; set; } = HeaderLength;

    /// <summary>Up to where the file is on disk.</summary>
    public long SyncedOffset { get; set; } = HeaderLength;

    /// <summary>Whether a record fits, with room for the end record kept.</summary>
    public bool Fits(long recordLength) => WriteOffset + recordLength + WalRecordHeader.Length <= Capacity;

    /// <summary>The capacity that one record alone needs.</summary>
    public static long CapacityFor(long recordLength) => HeaderLength + recordLength + WalRecordHeader.Length;

    public static byte[] Header(long number)
    {
        var header = new byte[HeaderLength];
        BinaryPrimitives.WriteUInt32LittleEndian(header, Magic);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(8), number);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(16), Version);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4), Crc32C.Compute(header.AsSpan(8)));
        return header;
    }

    /// <summary>Says what is wrong with a file's header, or null.</summary>
    public static string? Reject(ReadOnlySpan<byte> header, long number)
    {
        if (header.Length < HeaderLength || BinaryPrimitives.ReadUInt32LittleEndian(header) != Magic) return "it doesn't begin as a log file";
        if (Crc32C.Compute(header[8..HeaderLength]) != BinaryPrimitives.ReadUInt32LittleEndian(header[4..])) return "its header's checksum is wrong";
        if (BinaryPrimitives.ReadUInt32LittleEndian(header[16..]) != Version) return "it was written by a newer version of Granary";
        return BinaryPrimitives.ReadInt64LittleEndian(header[8..]) == number ? null : "its header bears another number than its name";
    }

    /// <summary>The record that ends the file here.</summary>
    public byte[] EndRecord() => EndRecord(Number, WriteOffset);

    public static byte[] EndRecord(long number, long offset)
    {
        var record = new byte[WalRecordHeader.Length];
        new WalRecordHeader { Kind = WalRecordKind.End, FileNumber = number, SyncedOffset = offset }.Write(record);
        return record;
    }

    public void Dispose() => Handle.Dispose();
}
