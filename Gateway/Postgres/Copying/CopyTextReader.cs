using System.Text;
using Granary.Gateway.Postgres.Types;

namespace Granary.Gateway.Postgres.Copying;

/// <summary>COPY FROM in text format: fields between delimiters, backslash escapes, `\N` for NULL.</summary>
internal sealed class CopyTextReader(CopyTarget target, CopyOptions options) : LineReader(target, options)
{
    private readonly byte _delimiter = options.Delimiter;
    private readonly WireBuffer _unescaped = new(1024);
    private bool _isEscaped;

    public override void Dispose()
    {
        base.Dispose();
        _unescaped.Dispose();
    }

    protected override void ResetScan() => _isEscaped = false;

    // a backslash takes the meaning from the byte behind it, also over the end of a piece
    protected override int FindFirstEnd(ReadOnlySpan<byte> data)
    {
        for (var at = 0; at < data.Length; at++)
        {
            if (_isEscaped)
            {
                _isEscaped = false;
                continue;
            }

            var hit = data[at..].IndexOfAny((byte)'\\', (byte)'\n', (byte)'\r');
            if (hit < 0) return -1;
            at += hit;
            if (data[at] == '\\') _isEscaped = true;
            else if (IsEnd(data, at)) return at + 1;
        }

        return -1;
    }

    protected override int FindLastEnd(ReadOnlySpan<byte> data)
    {
        if (Ends == LineEnds.Unknown)
        {
            _isEscaped = false;
            var first = FindFirstEnd(data);
            if (first < 0) return 0;
        }

        var end = Ends == LineEnds.Return ? (byte)'\r' : (byte)'\n';
        for (var at = data.LastIndexOf(end); at >= 0; at = data[..at].LastIndexOf(end))
        {
            var backslashes = 0;
            while (backslashes < at && data[at - 1 - backslashes] == '\\') backslashes++;
            if ((backslashes & 1) == 0) return at + 1;
        }

        return 0;
    }

    protected override bool ParseLines(ReadOnlySpan<byte> lines, bool isChecked)
    {
        var scanner = new FieldScanner(lines, _delimiter, (byte)'\n', (byte)'\\', (byte)'\r');
        var columns = Target.Names.Length;
        int lineStart = 0, fieldStart = 0, column = 0, skipTo = 0;
        var hasEscapes = false;
        while (true)
        {
            var at = scanner.Next();
            if (at >= lines.Length) return true;
            if (at < skipTo) continue;
            var value = lines[at];
            if (value == _delimiter)
            {
                if (column >= columns) throw Extra(LineAt(lines, lineStart));
                ReadField(column++, lines[fieldStart..at], hasEscapes, isChecked);
                fieldStart = at + 1;
                hasEscapes = false;
            }
            else if (value == '\\')
            {
                if (at + 1 < lines.Length && lines[at + 1] == '.' && IsLineEndAt(lines, at + 2))
                {
                    // data before the marker is a last row
                    if (at > lineStart) EndLine(lines[lineStart..at], lines[fieldStart..at], column, hasEscapes, isChecked);
                    return false;
                }

                hasEscapes = true;
                skipTo = at + 2;
            }
            else if (value == '\n' || Ends == LineEnds.Return || IsLineEndAt(lines, at))
            {
                CheckLineEnd(lines, at);
                EndLine(lines[lineStart..at], lines[fieldStart..at], column, hasEscapes, isChecked);
                if (value == '\r' && Ends == LineEnds.ReturnNewline) skipTo = ++at + 1;
                lineStart = fieldStart = at + 1;
                column = 0;
                hasEscapes = false;
            }
            else throw LiteralReturn();
        }
    }

    protected override ReadOnlySpan<byte> CutHeader(ReadOnlySpan<byte> lines, List<string?> names)
    {
        _isEscaped = false;
        var end = FindFirstEnd(lines);
        var header = lines[..(end - 1)];
        if (Ends == LineEnds.ReturnNewline) header = header[..^1];
        foreach (var range in header.Split(_delimiter))
        {
            var field = header[range];
            names.Add(field.SequenceEqual(NullText) ? null : Encoding.UTF8.GetString(Unescape(field)));
        }

        return lines[end..];
    }

    private void EndLine(ReadOnlySpan<byte> line, ReadOnlySpan<byte> lastField, int column, bool hasEscapes, bool isChecked)
    {
        if (!isChecked) CheckLine(line);
        if (column >= Target.Names.Length) throw Extra(line);
        ReadField(column, lastField, hasEscapes, isChecked);
        if (column + 1 < Target.Names.Length) throw Missing(column + 1, line);
        Target.EndRow(Line);
        Line++;
    }

    private void ReadField(int column, ReadOnlySpan<byte> field, bool hasEscapes, bool isChecked)
    {
        if (field.Length == NullText.Length && field.SequenceEqual(NullText)) Target.Builders[column].AppendNull();
        else if (hasEscapes) Decode(column, Unescape(field), isChecked: false); // an escape may make any byte
        else Decode(column, field, isChecked);
    }

    private ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> field)
    {
        var room = _unescaped.Reserve(field.Length);
        return room[..CopyEscapes.Undo(field, room)];
    }

    // notes how lines end when the first end is met; a return at the end of a piece must wait for what follows
    private bool IsEnd(ReadOnlySpan<byte> data, int at)
    {
        if (Ends == LineEnds.Unknown)
        {
            if (data[at] == '\n') Ends = LineEnds.Newline;
            else if (at + 1 < data.Length) Ends = data[at + 1] == '\n' ? LineEnds.ReturnNewline : LineEnds.Return;
            else return false;
        }

        return data[at] == (Ends == LineEnds.Return ? '\r' : '\n');
    }

    private bool IsLineEndAt(ReadOnlySpan<byte> lines, int at) => at < lines.Length && Ends switch
    {
        LineEnds.Return => lines[at] == '\r',
        LineEnds.ReturnNewline => lines[at] == '\r' && at + 1 < lines.Length && lines[at + 1] == '\n',
        _ => lines[at] == '\n',
    };

    private void CheckLineEnd(ReadOnlySpan<byte> lines, int at)
    {
        if (IsLineEndAt(lines, at)) return;
        if (lines[at] == '\r') throw LiteralReturn();
        throw CopyErrors.BadFormat("literal newline found in data", CopyErrors.Where(Target.Table, Line), "Use \"\\n\" to represent newline.");
    }

    private Granary.Grains.Interfaces.Errors.GranaryException LiteralReturn() =>
        CopyErrors.BadFormat("literal carriage return found in data", CopyErrors.Where(Target.Table, Line), "Use \"\\r\" to represent carriage return.");

    private ReadOnlySpan<byte> LineAt(ReadOnlySpan<byte> lines, int start)
    {
        _isEscaped = false;
        var end = FindFirstEnd(lines[start..]);
        var line = end < 0 ? lines[start..] : lines.Slice(start, end - 1);
        return Ends == LineEnds.ReturnNewline && line.Length > 0 && line[^1] == '\r' ? line[..^1] : line;
    }
}
