using System.Text;
using Granary.Gateway.Postgres.Types;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Gateway.Postgres.Copying;

/// <summary>COPY FROM in csv format: quotes may stand anywhere in a field, line ends within quotes are data.</summary>
internal sealed class CopyCsvReader : LineReader
{
    private readonly byte _delimiter, _quote, _escape;
    private readonly bool[] _forceNull, _forceNotNull;
    private readonly WireBuffer _field = new(1024);
    private bool _inQuotes, _isEscaped;

    public CopyCsvReader(CopyTarget target, CopyOptions options) : base(target, options)
    {
        (_delimiter, _quote, _escape) = (options.Delimiter, options.Quote, options.Escape);
        _forceNull = Flags(options.ForceNull, "FORCE_NULL");
        _forceNotNull = Flags(options.ForceNotNull, "FORCE_NOT_NULL");
    }

    public override void Dispose()
    {
        base.Dispose();
        _field.Dispose();
    }

    protected override void ResetScan() => (_inQuotes, _isEscaped) = (false, false);

    protected override int FindFirstEnd(ReadOnlySpan<byte> data)
    {
        for (var at = 0; at < data.Length; at++)
        {
            if (!_isEscaped)
            {
                var hit = _inQuotes ? data[at..].IndexOfAny(_quote, _escape) : data[at..].IndexOfAny(_quote, (byte)'\n', (byte)'\r');
                if (hit < 0) return -1;
                at += hit;
            }

            var value = data[at];
            // an escape counts only where the same byte isn't the quote: doubled quotes toggle twice
            if (_isEscaped) _isEscaped = false;
            else if (_inQuotes && value == _escape && _escape != _quote) _isEscaped = true;
            else if (value == _quote) _inQuotes = !_inQuotes;
            else if (!_inQuotes && IsEnd(data, at)) return at + 1;
        }

        return -1;
    }

    protected override int FindLastEnd(ReadOnlySpan<byte> data)
    {
        ResetScan();
        var end = 0;
        try
        {
            while (FindFirstEnd(data[end..]) is > 0 and var length) end += length;
        }
        catch (GranaryException) when (end > 0)
        {
            // what is wrong in the lines before comes first; the scan meets this one again behind them
        }

        return end;
    }

    protected override void CheckUnterminated(ReadOnlySpan<byte> rest)
    {
        if (_inQuotes) throw Unterminated(rest);
    }

    protected override bool ParseLines(ReadOnlySpan<byte> lines, bool isChecked)
    {
        while (!lines.IsEmpty)
        {
            ResetScan();
            var end = FindFirstEnd(lines);
            var line = CutEnd(lines[..end]);
            if (line.SequenceEqual("\\."u8)) return false;
            if (!isChecked) CheckLine(line);
            ParseLine(line);
            lines = lines[end..];
        }

        return true;
    }

    protected override ReadOnlySpan<byte> CutHeader(ReadOnlySpan<byte> lines, List<string?> names)
    {
        ResetScan();
        var end = FindFirstEnd(lines);
        var rest = CutEnd(lines[..end]);
        for (var isLast = false; !isLast;)
        {
            var field = ReadField(ref rest, out isLast, out var wasQuoted);
            names.Add(!wasQuoted && field.SequenceEqual(NullText) ? null : Encoding.UTF8.GetString(field));
        }

        return lines[end..];
    }

    private void ParseLine(ReadOnlySpan<byte> line)
    {
        var rest = line;
        var column = 0;
        for (var isLast = false; !isLast; column++)
        {
            var field = ReadField(ref rest, out isLast, out var wasQuoted);
            if (column >= Target.Names.Length) throw Extra(line);
            var isNull = field.SequenceEqual(NullText) && (wasQuoted ? _forceNull[column] : !_forceNotNull[column]);
            if (isNull) Target.Builders[column].AppendNull();
            else Decode(column, field, isChecked: true);
        }

        if (column < Target.Names.Length) throw Missing(column, line);
        Target.EndRow(Line);
        Line += 1 + line.Count((byte)'\n');
    }

    private ReadOnlySpan<byte> ReadField(ref ReadOnlySpan<byte> rest, out bool isLast, out bool wasQuoted)
    {
        var special = rest.IndexOfAny(_delimiter, _quote);
        wasQuoted = false;
        if (special < 0 || rest[special] == _delimiter)
        {
            isLast = special < 0;
            var plain = isLast ? rest : rest[..special];
            rest = isLast ? default : rest[(special + 1)..];
            return plain;
        }

        return ReadQuoted(ref rest, out isLast, out wasQuoted);
    }

    private ReadOnlySpan<byte> ReadQuoted(ref ReadOnlySpan<byte> rest, out bool isLast, out bool wasQuoted)
    {
        _field.Truncate(0);
        wasQuoted = true;
        var inQuotes = false;
        for (var at = 0; at < rest.Length; at++)
        {
            var value = rest[at];
            if (!inQuotes && value == _delimiter)
            {
                rest = rest[(at + 1)..];
                isLast = false;
                return _field.Written;
            }

            if (inQuotes && value == _escape && at + 1 < rest.Length && (rest[at + 1] == _escape || rest[at + 1] == _quote)) _field.WriteByte(rest[++at]);
            else if (value == _quote) inQuotes = !inQuotes;
            else _field.WriteByte(value);
        }

        if (inQuotes) throw Unterminated(rest);
        rest = default;
        isLast = true;
        return _field.Written;
    }

    private bool IsEnd(ReadOnlySpan<byte> data, int at)
    {
        if (Ends == LineEnds.Unknown)
        {
            if (data[at] == '\n') Ends = LineEnds.Newline;
            else if (at + 1 < data.Length) Ends = data[at + 1] == '\n' ? LineEnds.ReturnNewline : LineEnds.Return;
            else return false;
        }

        if (Ends == LineEnds.Return) return data[at] == '\r' ? true : throw Literal("newline", "newline");
        if (data[at] == '\n') return Ends == LineEnds.Newline || (at > 0 && data[at - 1] == '\r') || at == 0 ? true : throw Literal("newline", "newline");
        // a return that doesn't end the line is data that should have been quoted
        if (Ends == LineEnds.Newline || (at + 1 < data.Length && data[at + 1] != '\n')) throw Literal("carriage return", "carriage return");
        return false;
    }

    private GranaryException Unterminated(ReadOnlySpan<byte> line) =>
        CopyErrors.BadFormat("unterminated CSV quoted field", CopyErrors.Where(Target.Table, Line, line));

    private GranaryException Literal(string what, string shown) => CopyErrors.BadFormat(
        $"unquoted {what} found in data", CopyErrors.Where(Target.Table, Line), $"Use quoted CSV field to represent {shown}.");

    private ReadOnlySpan<byte> CutEnd(ReadOnlySpan<byte> line) => line[..^(Ends == LineEnds.ReturnNewline ? 2 : 1)];

    private bool[] Flags(IReadOnlyList<string> columns, string option)
    {
        var flags = new bool[Target.Names.Length];
        foreach (var column in columns)
        {
            var index = Array.IndexOf(Target.Names, column);
            if (index < 0) throw new GranaryException(ErrorKind.Invalid, SqlState.InvalidColumnReference, $"{option} column \"{column}\" not referenced by COPY");
            flags[index] = true;
        }

        return flags;
    }
}
