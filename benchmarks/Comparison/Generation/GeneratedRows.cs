namespace Granary.Comparison.Generation;

/// <summary>A read-only stream of generated COPY text, made as it is read.</summary>
internal sealed class GeneratedRows(long first, long total) : Stream
{
    private const int BlockRows = 1_000;
    private readonly byte[] _block = new byte[BlockRows * RowGenerator.MaxRowBytes];
    private readonly long _end = first + total;
    private long _next = first;
    private int _read;
    private int _filled;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>A file of the first rows, made once for each machine and kept in the temporary directory.</summary>
    public static string File(long count)
    {
        var path = Path.Combine(Path.GetTempPath(), $"granary-compare-{count}.copy");
        if (System.IO.File.Exists(path)) return path;
        using (var file = System.IO.File.Create(path + ".part"))
        using (var rows = new GeneratedRows(0, count)) rows.CopyTo(file, 1 << 20);
        System.IO.File.Move(path + ".part", path);
        return path;
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (_read == _filled)
        {
            var rows = (int)Math.Min(BlockRows, _end - _next);
            if (rows == 0) return 0;
            (_read, _filled) = (0, RowGenerator.Write(_next, rows, _block));
            _next += rows;
        }

        var length = Math.Min(count, _filled - _read);
        _block.AsSpan(_read, length).CopyTo(buffer.AsSpan(offset));
        _read += length;
        return length;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
