using System.Runtime.InteropServices;
using Granary.Grains.Interfaces.Columns;

namespace Granary.Grains.Interfaces.Values.Json;

/// <summary>
/// Writes JSON in jsonb's normal form. An object's members are first laid down as they come, keys unescaped and values
/// normal, then sorted and written over: 1. length of the key, 2. its bytes; of equal keys the last wins.
/// </summary>
internal sealed class JsonbNormalizer : IDisposable
{
    [ThreadStatic]
    private static JsonbNormalizer? _reused;

    private readonly PooledBuffer _output = new();
    private readonly PooledBuffer _sorted = new();
    private readonly List<Member> _members = [];

    /// <summary>Appends the normal form of a text (valid UTF-8); throws PostgreSQL's errors.</summary>
    public static void Append(ReadOnlySpan<byte> text, ColumnBuilder target)
    {
        var normalizer = Run(text);
        target.AppendBytes(normalizer._output.Written);
        normalizer.Return();
    }

    /// <summary>Writes the normal form of a text (valid UTF-8); throws PostgreSQL's errors.</summary>
    public static void Write(ReadOnlySpan<byte> text, PooledBuffer target)
    {
        var normalizer = Run(text);
        target.Write(normalizer._output.Written);
        normalizer.Return();
    }

    public void Dispose()
    {
        _output.Dispose();
        _sorted.Dispose();
    }

    private static JsonbNormalizer Run(ReadOnlySpan<byte> text)
    {
        var normalizer = _reused ?? new JsonbNormalizer();
        _reused = null;
        normalizer._members.Clear();
        normalizer._output.Truncate(0);
        var scanner = new JsonScanner(text);
        normalizer.WriteValue(ref scanner, 0);
        scanner.ExpectEnd();
        return normalizer;
    }

    private void Return()
    {
        // a large value's buffers are not kept for the thread's life
        if (_output.Length + _sorted.Length < 1 << 20) _reused = this;
        else Dispose();
    }

    private void WriteValue(ref JsonScanner scanner, int depth)
    {
        if (depth > JsonScanner.MaxDepth) throw JsonErrors.TooDeep();
        switch (scanner.Peek())
        {
            case (byte)'{':
                WriteObject(ref scanner, depth);
                break;
            case (byte)'[':
                WriteArray(ref scanner, depth);
                break;
            case (byte)'"':
                WriteString(ref scanner);
                break;
            case (byte)'-' or (>= (byte)'0' and <= (byte)'9'):
                JsonNumber.Write(scanner.ReadNumber(), _output);
                break;
            default:
                _output.Write(scanner.ReadWord());
                break;
        }
    }

    private void WriteArray(ref JsonScanner scanner, int depth)
    {
        scanner.Skip();
        _output.WriteByte((byte)'[');
        if (scanner.Peek() == ']') scanner.Skip();
        else
        {
            while (true)
            {
                WriteValue(ref scanner, depth + 1);
                if (scanner.Peek() != ',') break;
                scanner.Skip();
                _output.Write(", "u8);
            }

            scanner.Expect((byte)']', "\",\" or \"]\"");
        }

        _output.WriteByte((byte)']');
    }

    private void WriteObject(ref JsonScanner scanner, int depth)
    {
        scanner.Skip();
        var (start, first) = (_output.Length, _members.Count);
        if (scanner.Peek() == '}') scanner.Skip();
        else
        {
            while (true)
            {
                if (scanner.Peek() != '"') throw scanner.Expected("string");
                var key = _output.Length;
                WriteUnescaped(scanner.ReadString(out var hasEscapes), hasEscapes);
                var keyEnd = _output.Length;
                scanner.Expect((byte)':', "\":\"");
                WriteValue(ref scanner, depth + 1);
                _members.Add(new Member(key, keyEnd, _output.Length));
                if (scanner.Peek() != ',') break;
                scanner.Skip();
            }

            scanner.Expect((byte)'}', "\",\" or \"}\"");
        }

        WriteSorted(start, first);
    }

    private void WriteSorted(int start, int first)
    {
        var members = CollectionsMarshal.AsSpan(_members)[first..];
        members.Sort(Compare);
        _sorted.Truncate(0);
        _sorted.WriteByte((byte)'{');
        for (var i = 0; i < members.Length; i++)
        {
            // sorted by place too, so that the last of equal keys stands last
            if (i + 1 < members.Length && Key(members[i]).SequenceEqual(Key(members[i + 1]))) continue;
            if (_sorted.Length > 1) _sorted.Write(", "u8);
            JsonString.Write(Key(members[i]), _sorted);
            _sorted.Write(": "u8);
            _sorted.Write(_output.Written[members[i].KeyEnd..members[i].End]);
        }

        _sorted.WriteByte((byte)'}');
        _output.Truncate(start);
        _output.Write(_sorted.Written);
        CollectionsMarshal.SetCount(_members, first);
    }

    private int Compare(Member left, Member right)
    {
        var a = Key(left);
        var b = Key(right);
        if (a.Length != b.Length) return a.Length - b.Length;
        var order = a.SequenceCompareTo(b);
        return order != 0 ? order : left.Start - right.Start;
    }

    private ReadOnlySpan<byte> Key(Member member) => _output.Written[member.Start..member.KeyEnd];

    private void WriteString(ref JsonScanner scanner)
    {
        var raw = scanner.ReadString(out var hasEscapes);
        if (!hasEscapes)
        {
            _output.WriteByte((byte)'"');
            _output.Write(raw);
            _output.WriteByte((byte)'"');
            return;
        }

        var start = _output.Length;
        WriteUnescaped(raw, hasEscapes);
        _sorted.Truncate(0);
        JsonString.Write(_output.Written[start..], _sorted);
        _output.Truncate(start);
        _output.Write(_sorted.Written);
    }

    private void WriteUnescaped(ReadOnlySpan<byte> raw, bool hasEscapes)
    {
        if (hasEscapes) JsonString.Unescape(raw, _output);
        else _output.Write(raw);
    }

    private readonly record struct Member(int Start, int KeyEnd, int End);
}
