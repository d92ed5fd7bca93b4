using Granary.Grains.Interfaces.Columns;
using Microsoft.Win32.SafeHandles;

namespace Granary.Engine.WriteAheadLog.Files;

/// <summary>Reads a log file forwards through one window, so that small records don't cost a system call each.</summary>
internal sealed class WalFileReader(SafeFileHandle handle)
{
    private const int WindowLength = 1 << 20;
    private readonly byte[] _window = new byte[WindowLength];
    private long _windowOffset;
    private int _windowUsed;

    /// <summary>The file's bytes.</summary>
    public long Length { get; } = RandomAccess.GetLength(handle);

    /// <summary>Some bytes, fewer at the file's end. Valid until the next call.</summary>
    public ReadOnlySpan<byte> Peek(long offset, int count)
    {
        count = (int)Math.Min(Math.Min(count, WindowLength), Math.Max(0, Length - offset));
        if (offset < _windowOffset || offset + count > _windowOffset + _windowUsed) Fill(offset);
        return _window.AsSpan((int)(offset - _windowOffset), count);
    }

    /// <summary>CRC-32C of some bytes that lie in the file.</summary>
    public uint Checksum(long offset, long length)
    {
        var crc = 0u;
        while (length > 0)
        {
            var part = Peek(offset, (int)Math.Min(length, WindowLength));
            crc = Crc32C.Compute(part, crc);
            offset += part.Length;
            length -= part.Length;
        }

        return crc;
    }

    private void Fill(long offset)
    {
        (_windowOffset, _windowUsed) = (offset, 0);
        var wanted = (int)Math.Min(WindowLength, Length - offset);
        while (_windowUsed < wanted)
        {
            var read = RandomAccess.Read(handle, _window.AsSpan(_windowUsed, wanted - _windowUsed), offset + _windowUsed);
            if (read == 0) throw new EndOfStreamException("the log file became shorter while it was read");
            _windowUsed += read;
        }
    }
}
