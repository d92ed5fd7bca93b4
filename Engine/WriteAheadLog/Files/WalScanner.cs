using System.Text;
using Granary.Grains.Interfaces.Errors;
using Microsoft.Win32.SafeHandles;

namespace Granary.Engine.WriteAheadLog.Files;

/// <summary>
/// Finds the records of a log file at opening and tells a torn tail, which a crash leaves and nobody was promised, from
/// damage to what was acknowledged:
/// 1. Records follow one another from the file's header on; the first bytes that are no record end them.
/// 2. If the file has a successor, it must end in an end record there; else something was lost.
/// 3. In the last file, a later record that was written when the bad place was already on disk proves damage.
/// 4. Otherwise the bad place is the torn tail of the last write, and is cut off.
/// </summary>
internal sealed class WalScanner(string path, long number, SafeFileHandle handle)
{
    private static readonly byte[] MagicBytes = BitConverter.GetBytes(WalRecordHeader.Magic);
    private readonly WalFileReader _reader = new(handle);

    /// <summary>Where the records end.</summary>
    public long EndOffset { get; private set; } = WalFile.HeaderLength;

    /// <summary>Whether the file was ended in order.</summary>
    public bool HasEnd { get; private set; }

    /// <summary>Calls back for each record in order.</summary>
    public void Scan(bool isLast, Action<string, WalPosition> found)
    {
        if (WalFile.Reject(_reader.Peek(0, WalFile.HeaderLength), number) is { } reason) throw Corrupt(0, reason);
        ScanLive(found);
        if (HasEnd) return;
        if (!isLast) throw Corrupt(EndOffset, "a record is damaged, and later files go on behind it");
        if (IsFollowedByLaterWrite()) throw Corrupt(EndOffset, "a record is damaged that was on disk before later ones were written");
    }

    /// <summary>The same in a file that may be written meanwhile: ends where the records end, without judging what follows.</summary>
    public void ScanLive(Action<string, WalPosition> found)
    {
        while (TryReadRecord(out var header, out var key))
        {
            HasEnd = header.Kind == WalRecordKind.End;
            if (HasEnd) return;
            found(key, new WalPosition(number, EndOffset, header));
            EndOffset += header.RecordLength;
        }
    }

    private bool TryReadRecord(out WalRecordHeader header, out string key)
    {
        key = "";
        if (!WalRecordHeader.TryRead(_reader.Peek(EndOffset, WalRecordHeader.Length + ushort.MaxValue), number, out header)) return false;
        if (header.Kind == WalRecordKind.End) return true;
        if (EndOffset + header.RecordLength > _reader.Length) return false;
        key = Encoding.UTF8.GetString(_reader.Peek(EndOffset + WalRecordHeader.Length, header.KeyLength));
        return _reader.Checksum(EndOffset + WalRecordHeader.Length + header.KeyLength, header.PayloadLength) == header.PayloadChecksum;
    }

    private bool IsFollowedByLaterWrite()
    {
        for (var at = EndOffset + WalRecordHeader.Alignment; at + WalRecordHeader.Length <= _reader.Length;)
        {
            var bytes = _reader.Peek(at, 1 << 16);
            var index = bytes.IndexOf(MagicBytes);
            if (index < 0)
            {
                at += bytes.Length - MagicBytes.Length + 1;
                continue;
            }

            at += index;
            var isRecord = at % WalRecordHeader.Alignment == 0
                && WalRecordHeader.TryRead(_reader.Peek(at, WalRecordHeader.Length + ushort.MaxValue), number, out var header)
                && header.SyncedOffset > EndOffset;
            if (isRecord) return true;
            at++;
        }

        return false;
    }

    private GranaryException Corrupt(long offset, string what) => new(ErrorKind.Corrupt, SqlState.DataCorrupted,
        $"the write-ahead log is damaged in \"{path}\" at offset {offset}: {what}")
    { Hint = "Restore the file from a copy of the disk; or move it away and accept that acknowledged rows in it are lost." };
}
