using System.Buffers;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Grains.Interfaces.Values.Arrays;

/// <summary>Reads array literals as PostgreSQL's array_in does: quotes, backslashes, NULL, nesting, bounds of 1.</summary>
/// <typeparam name="TSink">Takes the elements.</typeparam>
internal ref struct ArrayTextReader<TSink>
    where TSink : struct, IArraySink
{
    /// <summary>For arrays whose type says nothing about their dimensions.</summary>
    public const int AnyDimensions = 0;

    private static readonly SearchValues<byte> NotSimple = SearchValues.Create("\\{}"u8);

    private readonly ReadOnlySpan<byte> _text;
    private readonly int _wantedDimensions;
    private readonly TSink _sink;
    private readonly int[] _lengths;
    private byte[] _scratch;
    private int _at;
    private int _dimensions;

    private ArrayTextReader(ReadOnlySpan<byte> text, int dimensions, TSink sink)
    {
        _text = text;
        _wantedDimensions = dimensions;
        _sink = sink;
        _lengths = new int[ArrayErrors.MaxDimensions];
        _scratch = [];
    }

    /// <summary>Reads an array of so many dimensions; an empty one has none and suits all.</summary>
    public static void Read(ReadOnlySpan<byte> text, int dimensions, TSink sink)
    {
        if (text is [(byte)'{', (byte)'}'])
        {
            sink.EndList(1);
            return;
        }

        if (dimensions is 1 or AnyDimensions && TryReadSimple(text, sink)) return;
        var reader = new ArrayTextReader<TSink>(text, dimensions, sink);
        try
        {
            reader.ReadDocument();
        }
        finally
        {
            if (reader._scratch.Length > 0) ArrayPool<byte>.Shared.Return(reader._scratch);
        }
    }

    // {a,b} and {"a b","c"} without blanks around elements, escapes or nesting
    private static bool TryReadSimple(ReadOnlySpan<byte> text, TSink sink)
    {
        if (text.Length < 3 || text[0] != '{' || text[^1] != '}') return false;
        var inner = text[1..^1];
        if (inner.IndexOfAny(NotSimple) >= 0) return false;
        try
        {
            if (TryReadItems(inner, sink)) return true;
        }
        catch (GranaryException)
        {
            // what is wrong with the literal comes before what is wrong with an element: the full reader says it
        }

        sink.Forget();
        return false;
    }

    private static bool TryReadItems(ReadOnlySpan<byte> inner, TSink sink)
    {
        while (true)
        {
            ReadOnlySpan<byte> item;
            if (inner.Length > 0 && inner[0] == '"')
            {
                var close = inner[1..].IndexOf((byte)'"');
                if (close < 0) return false;
                item = inner.Slice(1, close);
                inner = inner[(close + 2)..];
                if (inner.Length > 0 && inner[0] != ',') return false;
                sink.Add(item);
            }
            else
            {
                var comma = inner.IndexOf((byte)',');
                item = comma < 0 ? inner : inner[..comma];
                if (item.IsEmpty || item.Contains((byte)'"') || Ascii.IsBlank(item[0]) || Ascii.IsBlank(item[^1])) return false;
                inner = comma < 0 ? default : inner[comma..];
                if (item.Length == 4 && Ascii.EqualsIgnoreCase(item, "null"u8)) sink.AddNull();
                else sink.Add(item);
            }

            if (inner.IsEmpty)
            {
                sink.EndList(1);
                return true;
            }

            inner = inner[1..];
            if (inner.IsEmpty) return false;
        }
    }

    private void ReadDocument()
    {
        SkipBlanks();
        var bounds = ReadBounds();
        if (Peek() != '{') throw Malformed("Array value must start with \"{\" or dimension information.");
        var start = _at;
        Measure();
        if (_at != _text.Length) throw Malformed("Junk after closing right brace.");
        if (bounds is not null && (bounds.Count != _dimensions || !bounds.Select(length => (int)length).SequenceEqual(_lengths.Take(_dimensions))))
            throw Malformed("Specified array dimensions do not match array contents.");
        if (_dimensions == 0)
        {
            _sink.EndList(1);
            return;
        }

        if (_wantedDimensions != AnyDimensions && _dimensions != _wantedDimensions) throw ArrayErrors.WrongDimensions(_dimensions, _wantedDimensions);
        _at = start;
        ReadLevel(1);
    }

    // [1:2][1:3]= in front; anything but 1 below would be lost
    private List<long>? ReadBounds()
    {
        if (Peek() != '[') return null;
        var lengths = new List<long>();
        while (Peek() == '[')
        {
            _at++;
            var low = ReadBound();
            long high = low;
            if (Peek() == ':')
            {
                _at++;
                high = ReadBound();
            }
            else low = 1;
            if (Peek() != ']') throw Malformed("Missing \"]\" after array dimensions.");
            _at++;
            if (high < low) throw ValueErrors.Invalid(SqlState.ArraySubscriptError, "upper bound cannot be less than lower bound");
            if (low != 1) throw ArrayErrors.CustomBounds();
            lengths.Add(high);
            SkipBlanks();
        }

        if (Peek() != '=') throw Malformed("Missing \"=\" after array dimensions.");
        _at++;
        SkipBlanks();
        return lengths;
    }

    private long ReadBound()
    {
        var from = _at;
        if (Peek() is (byte)'-' or (byte)'+') _at++;
        while (Ascii.IsDigit(Peek())) _at++;
        return long.TryParse(_text[from.._at], out var value) ? value : throw Malformed("\"[\" must introduce explicitly-specified array dimensions.");
    }

    // walks once over the literal for its shape, so that a ragged or unbalanced one is refused before anything is stored
    private void Measure()
    {
        Span<int> counts = stackalloc int[ArrayErrors.MaxDimensions];
        var (depth, leafDepth) = (0, 0);
        Array.Fill(_lengths, -1);
        var isEmpty = false;
        do
        {
            SkipBlanks();
            if (Peek() == '{')
            {
                if (depth == ArrayErrors.MaxDimensions)
                    throw ValueErrors.Invalid(SqlState.ProgramLimitExceeded, $"number of array dimensions ({depth + 1}) exceeds the maximum allowed ({ArrayErrors.MaxDimensions})");
                if (leafDepth > 0 && depth >= leafDepth) throw Mismatch();
                counts[depth++] = 0;
                _at++;
                SkipBlanks();
                if (Peek() != '}') continue;
                if (depth > 1 || leafDepth > 0) throw depth > 1 ? Malformed("Unexpected \"}\" character.") : Mismatch();
                isEmpty = true;
            }
            else
            {
                if (leafDepth > 0 && leafDepth != depth) throw Mismatch();
                leafDepth = depth;
                SkipElement();
            }

            CloseLevels(counts, ref depth, isEmpty);
        }
        while (depth > 0);

        SkipBlanks();
        _dimensions = isEmpty ? 0 : leafDepth;
    }

    private void CloseLevels(scoped Span<int> counts, ref int depth, bool isEmpty)
    {
        if (!isEmpty) counts[depth - 1]++;
        while (true)
        {
            SkipBlanks();
            if (Peek() == ',')
            {
                _at++;
                SkipBlanks();
                if (Peek() is (byte)'}' or (byte)',') throw Malformed($"Unexpected \"{(char)Peek()}\" character.");
                return;
            }

            if (Peek() != '}') throw _at >= _text.Length ? Malformed("Unexpected end of input.") : Malformed("Unexpected array element.");
            _at++;
            depth--;
            if (_lengths[depth] >= 0 && _lengths[depth] != counts[depth]) throw Mismatch();
            _lengths[depth] = counts[depth];
            if (depth == 0) return;
            counts[depth - 1]++;
        }
    }

    private void ReadLevel(int depth)
    {
        SkipBlanks();
        _at++;
        for (var i = 0; i < _lengths[depth - 1]; i++)
        {
            SkipBlanks();
            if (depth < _dimensions) ReadLevel(depth + 1);
            else ReadElement();
            SkipBlanks();
            _at++; // a comma or the closing brace
        }

        _sink.EndList(depth);
    }

    private void SkipElement()
    {
        var from = _at;
        var isQuoted = Peek() == '"';
        if (isQuoted)
        {
            for (_at++; Peek() != '"' || _at >= _text.Length; _at++)
            {
                if (Peek() == '\\') _at++;
                if (_at >= _text.Length) throw Malformed("Unexpected end of input.");
            }

            _at++;
            return;
        }

        for (; _at < _text.Length && _text[_at] is not ((byte)',' or (byte)'}'); _at++)
        {
            if (_text[_at] == '\\') _at++;
            else if (_text[_at] is (byte)'"' or (byte)'{') throw Malformed(_text[_at] == '"' ? "Unexpected array element." : "Unexpected \"{\" character.");
            if (_at >= _text.Length) break;
        }

        if (_at >= _text.Length)
        {
            _at = _text.Length;
            throw Malformed("Unexpected end of input.");
        }

        if (_at == from) throw Malformed($"Unexpected \"{(char)_text[_at]}\" character.");
    }

    private void ReadElement()
    {
        var from = _at;
        SkipElement();
        var raw = _text[from.._at];
        var isQuoted = raw[0] == '"';
        if (isQuoted) raw = raw[1..^1];
        else raw = TrimUnescaped(raw);
        if (raw.Contains((byte)'\\')) raw = Unescape(raw);
        else if (!isQuoted && Ascii.EqualsIgnoreCase(raw, "null"u8))
        {
            _sink.AddNull();
            return;
        }

        _sink.Add(raw);
    }

    private ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> raw)
    {
        if (_scratch.Length < raw.Length)
        {
            if (_scratch.Length > 0) ArrayPool<byte>.Shared.Return(_scratch);
            _scratch = ArrayPool<byte>.Shared.Rent(raw.Length);
        }

        var length = 0;
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] == '\\' && i + 1 < raw.Length) i++;
            _scratch[length++] = raw[i];
        }

        return _scratch.AsSpan(0, length);
    }

    // blanks at the end of an unquoted element don't count, unless the last is escaped
    private static ReadOnlySpan<byte> TrimUnescaped(ReadOnlySpan<byte> raw)
    {
        var trimmed = Ascii.TrimEnd(raw);
        var backslashes = 0;
        while (backslashes < trimmed.Length && trimmed[^(backslashes + 1)] == '\\') backslashes++;
        return (backslashes & 1) == 1 && trimmed.Length < raw.Length ? raw[..(trimmed.Length + 1)] : trimmed;
    }

    private readonly byte Peek() => _at < _text.Length ? _text[_at] : (byte)0;

    private void SkipBlanks()
    {
        while (_at < _text.Length && Ascii.IsBlank(_text[_at])) _at++;
    }

    private readonly GranaryException Malformed(string detail) =>
        ValueErrors.Invalid(SqlState.InvalidTextRepresentation, $"malformed array literal: \"{ValueErrors.Show(_text)}\"", detail);

    private readonly GranaryException Mismatch() => Malformed("Multidimensional arrays must have sub-arrays with matching dimensions.");
}
