using System.Buffers;

namespace Granary.Engine.Functions.Json;

/// <summary>
/// Walks over JSON text that is known to be valid (RFC 8259; stored values are checked when they come in), by skipping: a value is found
/// as the span in which it stands, and nothing is built. On text that isn't JSON it ends early and never leaves the span.
/// </summary>
internal ref struct JsonCursor(ReadOnlySpan<byte> text)
{
    private static readonly SearchValues<byte> StringMarks = SearchValues.Create("\"\\"u8);
    private static readonly SearchValues<byte> StructureMarks = SearchValues.Create("\"{}[]"u8);
    private static readonly SearchValues<byte> ScalarEnds = SearchValues.Create(",]} \t\r\n"u8);

    private readonly ReadOnlySpan<byte> _text = text;
    private int _at;

    /// <summary>The next byte that isn't white space, 0 at the end.</summary>
    public byte Peek()
    {
        while (_at < _text.Length && _text[_at] is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r') _at++;
        return _at < _text.Length ? _text[_at] : (byte)0;
    }

    /// <summary>Takes the next byte that isn't white space if it is the one asked for.</summary>
    public bool Take(byte wanted)
    {
        if (Peek() != wanted) return false;
        _at++;
        return true;
    }

    /// <summary>The span of the next value, which is passed over.</summary>
    public ReadOnlySpan<byte> Value()
    {
        var first = Peek();
        var start = _at;
        switch (first)
        {
            case (byte)'"':
                SkipString();
                break;
            case (byte)'{' or (byte)'[':
                SkipNested();
                break;
            default:
                var length = _text[_at..].IndexOfAny(ScalarEnds);
                _at = length < 0 ? _text.Length : _at + length;
                break;
        }

        return _text[start.._at];
    }

    /// <summary>The next key of an object, quotes included, or an empty span at the object's end.</summary>
    public ReadOnlySpan<byte> Key()
    {
        Take((byte)',');
        if (Peek() != (byte)'"') return default;
        var key = Value();
        Take((byte)':');
        return key;
    }

    /// <summary>The next element of an array; false at the array's end.</summary>
    public bool Element(out ReadOnlySpan<byte> element)
    {
        Take((byte)',');
        element = default;
        if (Peek() is (byte)']' or 0) return false;
        element = Value();
        return element.Length > 0;
    }

    private void SkipString()
    {
        _at++;
        while (_at < _text.Length)
        {
            var length = _text[_at..].IndexOfAny(StringMarks);
            if (length < 0) break;
            _at += length;
            if (_text[_at++] == (byte)'"') return;
            _at++;
        }

        _at = _text.Length;
    }

    private void SkipNested()
    {
        var depth = 0;
        while (_at < _text.Length)
        {
            var length = _text[_at..].IndexOfAny(StructureMarks);
            if (length < 0) break;
            _at += length;
            switch (_text[_at])
            {
                case (byte)'"':
                    SkipString();
                    continue;
                case (byte)'{' or (byte)'[':
                    depth++;
                    break;
                default:
                    depth--;
                    break;
            }

            _at++;
            if (depth == 0) return;
        }

        _at = _text.Length;
    }
}
