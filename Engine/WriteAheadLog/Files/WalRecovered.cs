using System.Buffers;
using System.Collections.Concurrent;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Errors;
using Microsoft.Win32.SafeHandles;

namespace Granary.Engine.WriteAheadLog.Files;

/// <summary>What was in the log when it was opened: the records' places, not their rows.</summary>
internal sealed class WalRecovered
{
    private readonly ConcurrentDictionary<string, List<WalPosition>> _positions = new();
    private readonly ConcurrentDictionary<string, long> _lastSequences = new();

    /// <summary>Grains that have unreleased records, in ordinal order.</summary>
    public IReadOnlyList<string> Grains => [.. _positions.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Files that hold no record at all.</summary>
    public List<long> EmptyFiles { get; } = [];

    /// <summary>Reads all files; the last one is ended where its records end, so that nothing is ever written behind a torn tail.</summary>
    public static WalRecovered Read(WalDirectory directory, WalDisk disk, WalLedger ledger)
    {
        var recovered = new WalRecovered();
        var files = directory.Files();
        for (var i = 0; i < files.Count; i++) recovered.ReadFile(directory, disk, ledger, files[i], isLast: i == files.Count - 1);
        return recovered;
    }

    /// <summary>Where a grain's records lie.</summary>
    public List<WalPosition> Positions(string grainKey) => [.. _positions.GetValueOrDefault(grainKey) ?? []];

    /// <summary>Forgets a grain whose recovered records are all released.</summary>
    public void Release(string grainKey, long upToSequence)
    {
        if (_lastSequences.TryGetValue(grainKey, out var last) && last <= upToSequence) _positions.TryRemove(grainKey, out _);
    }

    public static async Task<WalRecord> ReadRecordAsync(SafeFileHandle file, WalPosition position, string path, CancellationToken cancellationToken)
    {
        var header = position.Header;
        var buffer = ArrayPool<byte>.Shared.Rent(header.PayloadLength);
        try
        {
            var payload = buffer.AsMemory(0, header.PayloadLength);
            await ReadExactlyAsync(file, payload, position.Offset + WalRecordHeader.Length + header.KeyLength, cancellationToken);
            if (Crc32C.Compute(payload.Span) != header.PayloadChecksum)
                throw new GranaryException(ErrorKind.Corrupt, SqlState.DataCorrupted, $"the write-ahead log is damaged in \"{path}\" at offset {position.Offset}: a record changed since the start");
            return WalPayload.ReadRecord(header.Epoch, header.Sequence, header.FirstHotDay, payload.Span);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task ReadExactlyAsync(SafeFileHandle file, Memory<byte> target, long offset, CancellationToken cancellationToken)
    {
        while (target.Length > 0)
        {
            var read = await RandomAccess.ReadAsync(file, target, offset, cancellationToken);
            if (read == 0) throw new EndOfStreamException("the log file became shorter while it was read");
            target = target[read..];
            offset += read;
        }
    }

    private void ReadFile(WalDirectory directory, WalDisk disk, WalLedger ledger, long number, bool isLast)
    {
        var path = directory.PathOf(number);
        using var handle = WalDirectory.OpenForWrite(path, FileMode.Open);
        ledger.Open(number, RandomAccess.GetLength(handle));
        var scanner = new WalScanner(path, number, handle);
        scanner.Scan(isLast, (key, position) =>
        {
            _positions.GetOrAdd(key, _ => []).Add(position);
            _lastSequences[key] = Math.Max(_lastSequences.GetValueOrDefault(key), position.Header.Sequence);
            ledger.Note(number, key, position.Header.Sequence);
        });
        if (!scanner.HasEnd)
        {
            disk.Write(handle, [WalFile.EndRecord(number, scanner.EndOffset)], scanner.EndOffset);
            disk.Sync(handle);
        }

        if (ledger.Close(number)) EmptyFiles.Add(number);
    }
}
