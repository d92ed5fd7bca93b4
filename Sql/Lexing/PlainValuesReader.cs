namespace Granary.Sql.Lexing;

/// <summary>
/// Reads the rows behind VALUES straight from UTF-8, for bulk inserts: no text is copied and nothing is allocated.
/// It knows plain literals only and gives up (<see cref="PlainValuesStep.NotPlain"/>) at anything else, comments
/// included; it never decides that a statement is wrong. Whoever uses it must not act before the end is reached.
/// </summary>
public ref partial struct PlainValuesReader
{
    private readonly ReadOnlySpan<byte> _utf8;
    private readonly byte _closing;
    private int _position;
    private State _state;

    private enum State : byte
    {
        BeforeRow = 0,
        BeforeFirstValue,
        AfterValue,
        AfterRow,
        AfterEnd,
    }

    /// <summary>Reads rows that start at <paramref name="position"/>, which is behind the word VALUES.</summary>
    public PlainValuesReader(ReadOnlySpan<byte> utf8, int position)
        : this(utf8, position, (byte)')', State.BeforeRow)
    {
    }

    private PlainValuesReader(ReadOnlySpan<byte> utf8, int position, byte closing, State state)
    {
        _utf8 = utf8;
        _position = position;
        _closing = closing;
        _state = state;
    }

    /// <summary>Reads the elements of an array value: <see cref="Read"/> gives them as values and then the end of a row.</summary>
    public static PlainValuesReader OverElements(ReadOnlySpan<byte> utf8, PlainValueToken array)
        => new(utf8[..(array.Start + array.Length + 1)], array.Start, (byte)']', State.BeforeFirstValue);

    /// <summary>Where the reader stands.</summary>
    public readonly int Position => _position;

    public PlainValuesStep Read(out PlainValueToken value)
    {
        value = default;
        SkipSpaces();
        switch (_state)
        {
            case State.BeforeRow:
                if (!Accept((byte)'('))
                    return PlainValuesStep.NotPlain;
                SkipSpaces();
                return ReadValue(out value);
            case State.BeforeFirstValue:
                // Only an array may be empty.
                return Accept(_closing) ? EndRow() : ReadValue(out value);
            case State.AfterValue:
                if (Accept(_closing))
                    return EndRow();
                if (!Accept((byte)','))
                    return PlainValuesStep.NotPlain;
                SkipSpaces();
                return ReadValue(out value);
            case State.AfterRow:
                if (!Accept((byte)','))
                    return ReadEnd();
                _state = State.BeforeRow;
                return Read(out value);
            default:
                return PlainValuesStep.End;
        }
    }

    private PlainValuesStep EndRow()
    {
        _state = _closing == ']' ? State.AfterEnd : State.AfterRow;
        return PlainValuesStep.EndOfRow;
    }

    private PlainValuesStep ReadEnd()
    {
        while (Accept((byte)';'))
            SkipSpaces();
        _state = State.AfterEnd;
        return _position == _utf8.Length ? PlainValuesStep.End : PlainValuesStep.NotPlain;
    }

    private PlainValuesStep ReadValue(out PlainValueToken value)
    {
        _state = State.AfterValue;
        return TryReadValue(out value) ? PlainValuesStep.Value : PlainValuesStep.NotPlain;
    }

    private bool TryReadValue(out PlainValueToken value)
    {
        value = default;
        if (_position >= _utf8.Length)
            return false;
        var b = _utf8[_position];
        if (b == '\'')
            return TryReadString(out value) && TryReadCast(ref value);
        if (b is (>= (byte)'0' and <= (byte)'9') or (byte)'-' or (byte)'.')
            return TryReadNumber(out value) && TryReadCast(ref value);
        return IsWordStart(b) && TryReadWord(out value);
    }

    private void SkipSpaces()
    {
        while (_position < _utf8.Length && IsSpace(_utf8[_position]))
            _position++;
    }

    private bool Accept(byte expected)
    {
        if (_position >= _utf8.Length || _utf8[_position] != expected)
            return false;
        _position++;
        return true;
    }

    private readonly byte Peek(int offset) => _position + offset < _utf8.Length ? _utf8[_position + offset] : (byte)0;

    private static bool IsSpace(byte b) => b is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)'\f';

    private static bool IsDigit(byte b) => b is >= (byte)'0' and <= (byte)'9';

    private static bool IsWordStart(byte b) => b is (>= (byte)'a' and <= (byte)'z') or (>= (byte)'A' and <= (byte)'Z') or (byte)'_';

    private static bool IsWordPart(byte b) => IsWordStart(b) || IsDigit(b) || b == '$' || b >= 0x80;
}
