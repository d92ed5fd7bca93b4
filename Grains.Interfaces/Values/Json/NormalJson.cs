using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Granary.Grains.Interfaces.Values.Json;

/// <summary>
/// Tells in one pass whether a text is JSON in jsonb's normal form already: keys ascending by length, then bytes; `": "` and
/// `", "`; no escapes but the short ones; no exponents. A no only means that the normaliser must look.
/// </summary>
internal ref partial struct NormalJson
{
    private const int MaxDepth = 64;

    private static readonly SearchValues<byte> StringEnds = SearchValues.Create([.. Enumerable.Range(0, 32).Select(value => (byte)value), (byte)'"', (byte)'\\']);

    private readonly ReadOnlySpan<byte> _text;
    private int _at;

    private NormalJson(ReadOnlySpan<byte> text) => _text = text;

    /// <summary>Whether a text (valid UTF-8) is in normal form.</summary>
    public static bool IsNormal(ReadOnlySpan<byte> text)
    {
        var json = new NormalJson(text);
        return json.Value(0) && json._at == text.Length;
    }

    private bool Value(int depth)
    {
        if (_at >= _text.Length) return false;
        switch (_text[_at])
        {
            case (byte)'"':
                return String(allowEscapes: true);
            case (byte)'{':
                return depth < MaxDepth && Object(depth);
            case (byte)'[':
                return depth < MaxDepth && Array(depth);
            case (byte)'t':
                return Word("true"u8);
            case (byte)'f':
                return Word("false"u8);
            case (byte)'n':
                return Word("null"u8);
            default:
                return Number();
        }
    }

    private bool Object(int depth)
    {
        var text = _text;
        if (++_at < text.Length && text[_at] == '}')
        {
            _at++;
            return true;
        }

        var previous = default(ReadOnlySpan<byte>);
        for (var isFirst = true; ; isFirst = false)
        {
            var from = _at + 1;
            if (_at >= text.Length || text[_at] != '"' || !String(allowEscapes: false)) return false;
            var key = text[from..(_at - 1)];
            if (!isFirst && (key.Length < previous.Length || (key.Length == previous.Length && key.SequenceCompareTo(previous) <= 0))) return false;
            previous = key;
            if (_at + 2 > text.Length || text[_at] != ':' || text[_at + 1] != ' ') return false;
            _at += 2;
            if (!Value(depth + 1) || _at >= text.Length) return false;
            if (text[_at] == '}')
            {
                _at++;
                return true;
            }

            if (_at + 2 > text.Length || text[_at] != ',' || text[_at + 1] != ' ') return false;
            _at += 2;
        }
    }

    private bool Array(int depth)
    {
        var text = _text;
        if (++_at < text.Length && text[_at] == ']')
        {
            _at++;
            return true;
        }

        while (true)
        {
            if (!Value(depth + 1) || _at >= text.Length) return false;
            if (text[_at] == ']')
            {
                _at++;
                return true;
            }

            if (_at + 2 > text.Length || text[_at] != ',' || text[_at + 1] != ' ') return false;
            _at += 2;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool String(bool allowEscapes)
    {
        _at++;
        while (true)
        {
            var end = FindStringEnd();
            if (end < 0) return false;
            _at = end + 1;
            if (_text[end] == '"') return true;
            if (!allowEscapes || _text[end] != '\\' || _at >= _text.Length || !IsShortEscape(_text[_at])) return false;
            _at++;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly int FindStringEnd()
    {
        var at = _at;
        if (Vector256.IsHardwareAccelerated)
        {
            ref var start = ref MemoryMarshal.GetReference(_text);
            for (; at + Vector256<byte>.Count <= _text.Length; at += Vector256<byte>.Count)
            {
                var bytes = Vector256.LoadUnsafe(ref start, (nuint)at);
                var hits = Vector256.Equals(bytes, Vector256.Create((byte)'"')) | Vector256.Equals(bytes, Vector256.Create((byte)'\\'))
                    | Vector256.LessThan(bytes, Vector256.Create((byte)0x20));
                var mask = hits.ExtractMostSignificantBits();
                if (mask != 0) return at + BitOperations.TrailingZeroCount(mask);
            }
        }

        var found = _text[at..].IndexOfAny(StringEnds);
        return found < 0 ? -1 : at + found;
    }

    private static bool IsShortEscape(byte letter) => letter is (byte)'"' or (byte)'\\' or (byte)'n' or (byte)'t' or (byte)'r' or (byte)'b' or (byte)'f';

    private bool Word(ReadOnlySpan<byte> word)
    {
        if (!_text[_at..].StartsWith(word)) return false;
        _at += word.Length;
        return true;
    }

    private bool Number()
    {
        var text = _text;
        var isNegative = text[_at] == '-';
        if (isNegative) _at++;
        var from = _at;
        var hasNonZero = false;
        for (; _at < text.Length && Ascii.IsDigit(text[_at]); _at++) hasNonZero |= text[_at] != '0';
        if (_at == from || (text[from] == '0' && _at > from + 1)) return false;
        if (_at < text.Length && text[_at] == '.')
        {
            from = ++_at;
            for (; _at < text.Length && Ascii.IsDigit(text[_at]); _at++) hasNonZero |= text[_at] != '0';
            // PostgreSQL keeps 16383 digits behind the point and refuses more
            if (_at == from || _at - from > 1000) return false;
        }

        if (_at - from > 100_000 || (isNegative && !hasNonZero)) return false; // jsonb knows no negative zero
        return _at >= text.Length || text[_at] is not ((byte)'e' or (byte)'E' or (byte)'.');
    }
}
