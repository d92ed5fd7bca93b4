using System.Text.Unicode;
using Granary.Gateway.Postgres.Types;
using Granary.Gateway.Postgres.Types.Texts;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Gateway.Postgres.Copying;

/// <summary>
/// What the text and csv formats share: pieces are put together to whole lines, the encoding is checked for many lines at
/// once, a header line is passed, and `\.` ends the data.
/// </summary>
internal abstract class LineReader(CopyTarget target, CopyOptions options) : CopyReader(target)
{
    private readonly WireBuffer _carry = new(4096);
    private bool _isEnded;
    private bool _headerPending = options.Header != CopyHeader.None;

    protected CopyOptions Options { get; } = options;

    protected LineEnds Ends { get; set; }

    /// <summary>The line being read, from 1.</summary>
    protected long Line { get; set; } = 1;

    protected byte[] NullText { get; } = System.Text.Encoding.UTF8.GetBytes(options.Null);

    public sealed override void Push(ReadOnlySpan<byte> data)
    {
        if (_isEnded || data.IsEmpty) return;
        if (_carry.Length > 0 && Ends == LineEnds.Unknown && _carry.Written[^1] == '\r')
        {
            // only what follows tells whether the return ended the first line alone
            byte[] joined = [.. _carry.Written, .. data];
            _carry.Truncate(0);
            ResetScan();
            Push(joined);
            return;
        }

        if (_carry.Length > 0)
        {
            var first = FindFirstEnd(data);
            if (first < 0)
            {
                _carry.Write(data);
                return;
            }

            _carry.Write(data[..first]);
            Parse(_carry.Written);
            _carry.Truncate(0);
            ResetScan();
            if (_isEnded) return;
            data = data[first..];
        }

        var end = FindLastEnd(data);
        if (end > 0) Parse(data[..end]);
        if (!_isEnded && end < data.Length)
        {
            ResetScan();
            FindFirstEnd(data[end..]); // remembers where in a line the next piece goes on
            _carry.Write(data[end..]);
        }
    }

    public sealed override void Complete()
    {
        if (!_isEnded && _carry.Length > 0)
        {
            CheckUnterminated(_carry.Written);
            // the last line may come without an end
            _carry.Write(Ends switch
            {
                LineEnds.Return => "\r"u8,
                LineEnds.ReturnNewline => "\r\n"u8,
                _ => "\n"u8,
            });
            if (Ends == LineEnds.Unknown) CompleteUnknownEnd();
            Parse(_carry.Written);
        }

        Target.Seal();
    }

    public override void Dispose() => _carry.Dispose();

    /// <summary>The place behind the first line's end, counting what was scanned before; -1 when the line goes on.</summary>
    protected abstract int FindFirstEnd(ReadOnlySpan<byte> data);

    /// <summary>The place behind the last line's end, 0 when there is none.</summary>
    protected abstract int FindLastEnd(ReadOnlySpan<byte> data);

    /// <summary>Forgets what was scanned of an unfinished line.</summary>
    protected abstract void ResetScan();

    /// <summary>Throws when the data can't end here.</summary>
    protected virtual void CheckUnterminated(ReadOnlySpan<byte> rest)
    {
    }

    /// <summary>Reads whole lines; false when `\.` was met.</summary>
    protected abstract bool ParseLines(ReadOnlySpan<byte> lines, bool isChecked);

    /// <summary>Cuts the header line into names and gives the rest.</summary>
    protected abstract ReadOnlySpan<byte> CutHeader(ReadOnlySpan<byte> lines, List<string?> names);

    private void CompleteUnknownEnd()
    {
        // a lone return at the very end was an end
        if (_carry.Written[^2] == '\r') _carry.Truncate(_carry.Length - 1);
        Ends = _carry.Written[^1] == '\r' ? LineEnds.Return : LineEnds.Newline;
    }

    private void Parse(ReadOnlySpan<byte> lines)
    {
        if (_headerPending)
        {
            _headerPending = false;
            var names = new List<string?>();
            var rest = CutHeader(lines, names);
            if (Options.Header == CopyHeader.Match) CheckHeader(names, lines[..^rest.Length].TrimEnd("\r\n"u8));
            lines = rest;
            Line++;
        }

        var isChecked = Utf8.IsValid(lines) && !lines.Contains((byte)0);
        if (!ParseLines(lines, isChecked)) _isEnded = true;
    }

    private void CheckHeader(List<string?> names, ReadOnlySpan<byte> header)
    {
        if (names.Count != Target.Names.Length)
            throw CopyErrors.BadFormat($"wrong number of fields in header line: got {names.Count}, expected {Target.Names.Length}", CopyErrors.Where(Target.Table, 1, header));
        for (var i = 0; i < names.Count; i++)
        {
            if (names[i] == Target.Names[i]) continue;
            var got = names[i] is { } name ? $"got \"{name}\"" : $"got null value (\"{Options.Null}\")";
            throw CopyErrors.BadFormat($"column name mismatch in header line field {i + 1}: {got}, expected \"{Target.Names[i]}\"", CopyErrors.Where(Target.Table, 1, header));
        }
    }

    /// <summary>Reads one field into its column.</summary>
    protected void Decode(int column, ReadOnlySpan<byte> field, bool isChecked)
    {
        try
        {
            var codec = Target.Codecs[column];
            if (isChecked) codec.DecodeValidText(field, Target.Builders[column], Target.Context);
            else codec.DecodeText(field, Target.Builders[column], Target.Context);
        }
        catch (GranaryException error)
        {
            throw Target.Explain(error, Line, column, field);
        }
    }

    protected void CheckLine(ReadOnlySpan<byte> line)
    {
        try
        {
            TextEncoding.Check(line);
        }
        catch (GranaryException error)
        {
            throw CopyErrors.WithWhere(error, CopyErrors.Where(Target.Table, Line));
        }
    }

    protected GranaryException Extra(ReadOnlySpan<byte> line) =>
        CopyErrors.BadFormat("extra data after last expected column", CopyErrors.Where(Target.Table, Line, line));

    protected GranaryException Missing(int column, ReadOnlySpan<byte> line) =>
        CopyErrors.BadFormat($"missing data for column \"{Target.Names[column]}\"", CopyErrors.Where(Target.Table, Line, line));
}
