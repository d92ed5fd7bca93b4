using System.Text;

namespace Granary.Sql.Lexing;

/// <content>The literals: strings, numbers, words, arrays and their types.</content>
public ref partial struct PlainValuesReader
{
    // Longer than the name of any type that has a short cut.
    private const int MaxTypeNameLength = 32;

    private bool TryReadString(out PlainValueToken value)
    {
        value = default;
        var start = ++_position;
        var hasDoubledQuotes = false;
        while (true)
        {
            var length = _utf8[_position..].IndexOf((byte)'\'');
            if (length < 0)
                return false;
            _position += length + 1;
            if (Peek(0) != '\'')
                break;
            hasDoubledQuotes = true;
            _position++;
        }

        value = new PlainValueToken(PlainValueKind.String, start, _position - 1 - start) { HasDoubledQuotes = hasDoubledQuotes };
        return true;
    }

    private bool TryReadNumber(out PlainValueToken value)
    {
        value = default;
        var start = _position;
        if (Peek(0) == '-')
            _position++;
        var digits = SkipDigits();
        if (Peek(0) == '.')
        {
            _position++;
            digits += SkipDigits();
        }

        if (digits == 0 || !TrySkipExponent() || IsWordPart(Peek(0)) || Peek(0) == '.')
            return false;
        value = new PlainValueToken(PlainValueKind.Number, start, _position - start);
        return true;
    }

    private bool TrySkipExponent()
    {
        if (Peek(0) is not ((byte)'e' or (byte)'E'))
            return true;
        _position += Peek(1) is (byte)'+' or (byte)'-' ? 2 : 1;
        return SkipDigits() > 0;
    }

    private int SkipDigits()
    {
        var start = _position;
        while (_position < _utf8.Length && IsDigit(_utf8[_position]))
            _position++;
        return _position - start;
    }

    private ReadOnlySpan<byte> TakeWord()
    {
        var start = _position;
        while (_position < _utf8.Length && IsWordPart(_utf8[_position]))
            _position++;
        return _utf8[start.._position];
    }

    private bool TryReadWord(out PlainValueToken value)
    {
        var start = _position;
        var word = TakeWord();
        var kind = PlainValueKind.None;
        if (Ascii.EqualsIgnoreCase(word, "null"u8))
            kind = PlainValueKind.Null;
        else if (Ascii.EqualsIgnoreCase(word, "true"u8))
            kind = PlainValueKind.True;
        else if (Ascii.EqualsIgnoreCase(word, "false"u8))
            kind = PlainValueKind.False;
        else if (Ascii.EqualsIgnoreCase(word, "default"u8))
            kind = PlainValueKind.Default;
        value = new PlainValueToken(kind, start, word.Length);
        if (kind == PlainValueKind.Default)
            return _closing == ')';
        if (kind != PlainValueKind.None)
            return TryReadCast(ref value);
        return Ascii.EqualsIgnoreCase(word, "array"u8)
            ? TryReadArray(out value) && TryReadCast(ref value)
            : TryReadTypedString(start, word, out value);
    }

    /// <summary><c>date '2026-01-01'</c>; but <c>E'…'</c> and its kin are strings of another language.</summary>
    private bool TryReadTypedString(int start, ReadOnlySpan<byte> type, out PlainValueToken value)
    {
        value = default;
        if (type.Length == 1 || !IsPlainType(type))
            return false;
        SkipSpaces();
        if (Peek(0) != '\'' || !TryReadString(out value))
            return false;
        value = value with { TypeStart = start, TypeLength = type.Length };
        return true;
    }

    private bool TryReadArray(out PlainValueToken value)
    {
        value = default;
        SkipSpaces();
        if (_closing == ']' || !Accept((byte)'['))
            return false;
        var start = _position;
        var elements = new PlainValuesReader(_utf8, start, (byte)']', State.BeforeFirstValue);
        PlainValuesStep step;
        do
            step = elements.Read(out _);
        while (step == PlainValuesStep.Value);
        _position = elements._position;
        value = new PlainValueToken(PlainValueKind.Array, start, _position - 1 - start);
        return step == PlainValuesStep.EndOfRow;
    }

    /// <summary>Reads <c>::type</c> if it follows, and checks that the value ends there.</summary>
    private bool TryReadCast(ref PlainValueToken value)
    {
        SkipSpaces();
        if (Peek(0) != ':')
            return Peek(0) == ',' || Peek(0) == _closing;
        // A cast binds tighter than a minus sign.
        var isNegative = value.Kind == PlainValueKind.Number && _utf8[value.Start] == '-';
        if (isNegative || Peek(1) != ':')
            return false;
        _position += 2;
        SkipSpaces();
        var start = _position;
        if (!IsPlainType(TakeWord()))
            return false;
        if (Peek(0) == '[' && Peek(1) == ']')
            _position += 2;
        value = value with { TypeStart = start, TypeLength = _position - start };
        SkipSpaces();
        return Peek(0) == ',' || Peek(0) == _closing;
    }

    /// <summary>True for a word that is a type by itself; a keyword only if it names one.</summary>
    private static bool IsPlainType(ReadOnlySpan<byte> word)
    {
        if (word.Length is 0 or > MaxTypeNameLength || !IsWordStart(word[0]) || !Ascii.IsValid(word))
            return false;
        Span<char> text = stackalloc char[MaxTypeNameLength];
        Encoding.ASCII.GetChars(word, text);
        return KeywordTable.Find(text[..word.Length]) is Keyword.None or Keyword.Text or Keyword.Timestamp or Keyword.Time
            or Keyword.Interval or Keyword.Boolean or Keyword.Smallint or Keyword.Int or Keyword.Integer or Keyword.Bigint
            or Keyword.Real or Keyword.Float or Keyword.Numeric or Keyword.Decimal or Keyword.Varchar;
    }
}
