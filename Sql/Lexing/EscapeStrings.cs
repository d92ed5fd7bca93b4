using System.Buffers;
using System.Globalization;
using System.Text;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Sql.Lexing;

/// <summary>
/// Decodes <c>E'…'</c> strings. Octal and hexadecimal escapes are bytes of UTF-8, so the value is built as bytes and
/// checked at the end.
/// </summary>
internal ref struct EscapeStrings
{
    private readonly ReadOnlySpan<char> _source;
    private readonly int _end;
    private readonly ArrayBufferWriter<byte> _bytes;
    private int _position;
    private char _highSurrogate;

    private EscapeStrings(ReadOnlySpan<char> source, Token token)
    {
        _source = source;
        _position = token.Start + 2;
        _end = token.End;
        _bytes = new ArrayBufferWriter<byte>(Math.Max(token.Length, 16));
    }

    public static string Decode(ReadOnlySpan<char> source, Token token)
    {
        var decoder = new EscapeStrings(source, token);
        decoder.Run();
        return Utf8Text(decoder._bytes.WrittenSpan);
    }

    private void Run()
    {
        while (true)
        {
            var plain = _source[_position.._end].IndexOfAny('\'', '\\');
            RejectLoneSurrogate(plain > 0);
            AppendText(_source.Slice(_position, plain));
            _position += plain;
            if (_source[_position] == '\\')
                ReadEscape();
            else if (!ReadQuote())
                return;
        }
    }

    /// <summary>A doubled quote or the break between two parts; false at the closing quote.</summary>
    private bool ReadQuote()
    {
        RejectLoneSurrogate(true);
        _position++;
        if (_position < _end && _source[_position] == '\'')
        {
            AppendText("'");
            _position++;
            return true;
        }

        if (_position >= _end)
            return false;
        _position = StringContinuation.FindQuote(_source, _position) + 1;
        return true;
    }

    private void ReadEscape()
    {
        var c = _source[_position + 1];
        if (c is 'u' or 'U')
        {
            ReadUnicode(c == 'u' ? 4 : 8);
            return;
        }

        RejectLoneSurrogate(true);
        if (c is >= '0' and <= '7')
            ReadByte(_position + 1, 3, 8);
        else if (c == 'x' && char.IsAsciiHexDigit(_source[_position + 2]))
            ReadByte(_position + 2, 2, 16);
        else
            ReadSingle(c);
    }

    private void ReadSingle(char c)
    {
        var length = char.IsHighSurrogate(c) && char.IsLowSurrogate(_source[_position + 2]) ? 2 : 1;
        AppendText(c switch
        {
            'b' => "\b",
            'f' => "\f",
            'n' => "\n",
            'r' => "\r",
            't' => "\t",
            'v' => "\v",
            _ => _source.Slice(_position + 1, length),
        });
        _position += 1 + length;
    }

    private void ReadByte(int start, int maxDigits, int radix)
    {
        var (end, value) = (start, 0);
        while (end < start + maxDigits && DigitValue(_source[end]) < radix)
            value = (value * radix) + DigitValue(_source[end++]);
        _bytes.Write([(byte)value]);
        _position = end;
    }

    private static int DigitValue(char c) => char.IsAsciiHexDigit(c) ? Convert.ToInt32(c.ToString(), 16) : int.MaxValue;

    private void ReadUnicode(int digits)
    {
        var start = _position;
        var text = _source.Slice(start + 2, Math.Min(digits, _end - start - 2));
        if (text.Length < digits || !uint.TryParse(text, NumberStyles.AllowHexSpecifier, null, out var value))
        {
            throw SyntaxErrors.Make(ErrorKind.Invalid, SqlState.InvalidEscapeSequence, "invalid Unicode escape",
                SyntaxErrors.CharacterPosition(_source, start), "Unicode escapes must be \\uXXXX or \\UXXXXXXXX.");
        }

        _position += digits + 2;
        if (value is 0 or > 0x10FFFF)
            throw SyntaxErrors.Near(_source, start, _position, "invalid Unicode escape value");
        AppendCodePoint(value, start);
    }

    private void AppendCodePoint(uint value, int start)
    {
        if (_highSurrogate != 0)
        {
            if (value is < 0xDC00 or > 0xDFFF)
                throw SyntaxErrors.Near(_source, start, _position, LoneSurrogate);
            AppendText([_highSurrogate, (char)value]);
            _highSurrogate = '\0';
        }
        else if (value is >= 0xDC00 and <= 0xDFFF)
        {
            throw SyntaxErrors.Near(_source, start, _position, LoneSurrogate);
        }
        else if (value is >= 0xD800 and <= 0xDBFF)
        {
            _highSurrogate = (char)value;
        }
        else
        {
            AppendText(new Rune(value).ToString());
        }
    }

    private const string LoneSurrogate = "invalid Unicode surrogate pair";

    private readonly void RejectLoneSurrogate(bool hasOtherText)
    {
        if (_highSurrogate != 0 && hasOtherText)
            throw SyntaxErrors.Near(_source, _position, _position + 1, LoneSurrogate);
    }

    private readonly void AppendText(ReadOnlySpan<char> text) => Encoding.UTF8.GetBytes(text, _bytes);

    private static string Utf8Text(ReadOnlySpan<byte> bytes)
    {
        for (var position = 0; position < bytes.Length;)
        {
            if (Rune.DecodeFromUtf8(bytes[position..], out _, out var length) != OperationStatus.Done || bytes[position] == 0)
                throw InvalidBytes(bytes[position..]);
            position += length;
        }

        return Encoding.UTF8.GetString(bytes);
    }

    private static GranaryException InvalidBytes(ReadOnlySpan<byte> rest)
    {
        var expected = rest[0] switch { >= 0xF0 and < 0xF8 => 4, >= 0xE0 and < 0xF0 => 3, >= 0xC0 and < 0xE0 => 2, _ => 1 };
        var shown = rest[..Math.Min(expected, rest.Length)].ToArray().Select(b => $"0x{b:x2}");
        return new GranaryException(ErrorKind.Invalid, SqlState.CharacterNotInRepertoire,
            $"invalid byte sequence for encoding \"UTF8\": {string.Join(' ', shown)}");
    }
}
