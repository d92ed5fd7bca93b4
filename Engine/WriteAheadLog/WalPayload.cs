using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Errors;
using Granary.Grains.Interfaces.Ingest;

namespace Granary.Engine.WriteAheadLog;

/// <summary>
/// The rows of a statement as column frames, one behind the other, mostly with the statement's id before them (u32 magic "GRI1",
/// 16 bytes of the writer, i64 number; records of older versions have none), in a buffer that has room in front for the record's
/// header, so that a record goes to the disk as one piece without another copy. Encoding costs about 0.2 ms a megabyte:
/// large ones are better encoded off a grain's turn.
/// </summary>
public sealed class WalPayload : IDisposable
{
    /// <summary>Buffers up to this size come from the shared pool; larger ones from the system, which gets them back at once.</summary>
    private const int LargestPooled = 1 << 20;

    private const uint IdMagic = 0x31495247; // "GRI1"
    private const int IdLength = sizeof(uint) + 16 + sizeof(long);

    private readonly IMemoryOwner<byte> _owner;
    private readonly int _prefixLength;

    private WalPayload(IMemoryOwner<byte> owner, int prefixLength, int length, int rowCount)
    {
        _owner = owner;
        _prefixLength = prefixLength;
        Length = length;
        RowCount = rowCount;
        Checksum = Crc32C.Compute(Bytes.Span);
    }

    /// <summary>Bytes of the grain key.</summary>
    internal int KeyLength => _prefixLength - WalRecordHeader.Length;

    /// <summary>Bytes of the frames.</summary>
    public int Length { get; }

    /// <summary>Rows of all batches.</summary>
    public int RowCount { get; }

    /// <summary>The frames.</summary>
    public ReadOnlyMemory<byte> Bytes => _owner.Memory.Slice(_prefixLength, Length);

    /// <summary>CRC-32C of <see cref="Bytes"/>.</summary>
    internal uint Checksum { get; }

    /// <summary>Header room, grain key, frames and padding: what stands in the file.</summary>
    internal Memory<byte> Record => _owner.Memory[..WalRecordHeader.Align(_prefixLength + Length)];

    /// <summary>Encodes a statement's rows.</summary>
    /// <param name="grainKey">The grain they are for.</param>
    /// <param name="batches">The rows.</param>
    /// <param name="batchId">What a repeat of the statement would be known by, or null.</param>
    /// <exception cref="GranaryException"><see cref="ErrorKind.Exhausted"/>: more than 2 GiB.</exception>
    public static WalPayload Encode(string grainKey, IReadOnlyList<ColumnBatch> batches, BatchId? batchId = null)
    {
        ArgumentNullException.ThrowIfNull(batches);
        var prefixLength = WalRecordHeader.Length + Encoding.UTF8.GetByteCount(grainKey);
        var capacity = batches.Sum(batch => (long)BatchFrame.MaxLength(batch)) + prefixLength + IdLength + WalRecordHeader.Alignment;
        if (capacity > Array.MaxLength) throw new GranaryException(ErrorKind.Exhausted, SqlState.ProgramLimitExceeded, "a statement can't log more than 2 GiB at once");

        var owner = Rent((int)capacity);
        var target = owner.Memory.Span;
        Encoding.UTF8.GetBytes(grainKey, target[WalRecordHeader.Length..]);
        var at = prefixLength;
        if (batchId is { } id) at += WriteId(id, target[at..]);
        foreach (var batch in batches) at += BatchFrame.Write(batch, target[at..]);
        target[at..WalRecordHeader.Align(at)].Clear();
        return new WalPayload(owner, prefixLength, at - prefixLength, batches.Sum(batch => batch.RowCount));
    }

    /// <summary>Reads a record back.</summary>
    /// <param name="epoch">The epoch of its writer.</param>
    /// <param name="sequence">Its number.</param>
    /// <param name="firstHotDay">What divided hot from late rows.</param>
    /// <param name="bytes">What <see cref="Bytes"/> was.</param>
    internal static WalRecord ReadRecord(long epoch, long sequence, int firstHotDay, ReadOnlySpan<byte> bytes) =>
        new(epoch, sequence, firstHotDay, Decode(bytes)) { BatchId = ReadId(bytes) };

    /// <summary>Reads frames back.</summary>
    /// <param name="bytes">What <see cref="Bytes"/> was.</param>
    internal static IReadOnlyList<ColumnBatch> Decode(ReadOnlySpan<byte> bytes)
    {
        if (ReadId(bytes) is not null) bytes = bytes[IdLength..];
        var batches = new List<ColumnBatch>(1);
        while (bytes.Length > 0)
        {
            batches.Add(BatchFrame.Read(bytes));
            bytes = bytes[(BatchFrame.HeaderLength + BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]))..];
        }

        return batches;
    }

    /// <inheritdoc/>
    public void Dispose() => _owner.Dispose();

    private static int WriteId(BatchId id, Span<byte> target)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(target, IdMagic);
        id.Writer.TryWriteBytes(target[sizeof(uint)..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt64LittleEndian(target[(IdLength - sizeof(long))..], id.Number);
        return IdLength;
    }

    private static BatchId? ReadId(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= IdLength && BinaryPrimitives.ReadUInt32LittleEndian(bytes) == IdMagic
            ? new BatchId(new Guid(bytes.Slice(sizeof(uint), 16), bigEndian: true), BinaryPrimitives.ReadInt64LittleEndian(bytes[(IdLength - sizeof(long))..]))
            : null;

    private static IMemoryOwner<byte> Rent(int length) =>
        length <= LargestPooled ? MemoryPool<byte>.Shared.Rent(length) : new NativeBuffer(length);

    /// <summary>Memory outside the managed heap; a large statement leaves no garbage there.</summary>
    private sealed unsafe class NativeBuffer(int length) : MemoryManager<byte>
    {
        private void* _memory = NativeMemory.Alloc((nuint)length);

        public override Span<byte> GetSpan() => new(_memory, length);

        public override MemoryHandle Pin(int elementIndex = 0) => new((byte*)_memory + elementIndex);

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
            NativeMemory.Free(_memory);
            _memory = null;
        }
    }
}
