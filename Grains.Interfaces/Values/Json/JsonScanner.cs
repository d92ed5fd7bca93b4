namespace Granary.Grains.Interfaces.Values.Json;

/// <summary>Walks over JSON text by PostgreSQL's grammar and throws its errors.</summary>
internal ref struct JsonScanner(ReadOnlySpan<byte> text)
{
    /// <summary>The deepest nesting; bounds the stack.</summary>
    public const int MaxDepth = 1000;

    public ReadOnlySpan<byte> Text { get; } = text;

    public int At { get; private set; }

    /// <summary>The next byte behind blanks, or 0 at the end.</summary>
    public byte Peek()
    {
        while (At < Text.Length && Text[At] is (byte)' ' or (byte)'\n' or (byte)'\t' or (byte)'\r') At++;
        return At < Text.Length ? Text[At] : (byte)0;
    }

    public void Skip() => At++;

    /// <summary>Checks a whole text: one value and blanks.</summary>
    public void CheckDocument()
    {
        CheckValue(0);
        ExpectEnd();
    }

    public void ExpectEnd()
    {
        Peek();
        if (At < Text.Length) throw Expected("end of input");
    }

    public void Expect(byte punctuation, string expected)
    {
        if (Peek() != punctuation || At >= Text.Length) throw Expected(expected);
        At++;
    }

    /// <summary>Passes a string and gives its raw inside and whether escapes are in it.</summary>
    public ReadOnlySpan<byte> ReadString(out bool hasEscapes)
    {
        var from = At + 1;
        hasEscapes = false;
        for (At = from; At < Text.Length; At++)
        {
            var value = Text[At];
            if (value == '"') return Text[from..At++];
            if (value < 0x20) throw JsonErrors.Syntax($"Character with value 0x{value:x2} must be escaped.", Text, At);
            if (value != '\\') continue;
            hasEscapes = true;
            CheckEscape();
        }

        throw JsonErrors.Syntax($"Token \"{ValueErrors.Show(Text[(from - 1)..])}\" is invalid.", Text, Text.Length);
    }

    /// <summary>Passes a number and gives its text.</summary>
    public ReadOnlySpan<byte> ReadNumber()
    {
        var from = At;
        if (At < Text.Length && Text[At] == '-') At++;
        if (At < Text.Length && Text[At] == '0') At++;
        else if (!SkipDigits()) throw BadToken(from);
        if (At < Text.Length && Text[At] == '.')
        {
            At++;
            if (!SkipDigits()) throw BadToken(from);
        }

        if (At < Text.Length && Text[At] is (byte)'e' or (byte)'E')
        {
            At++;
            if (At < Text.Length && Text[At] is (byte)'+' or (byte)'-') At++;
            if (!SkipDigits()) throw BadToken(from);
        }

        if (At < Text.Length && IsWordByte(Text[At])) throw BadToken(from);
        return Text[from..At];
    }

    /// <summary>Passes true, false or null and gives it.</summary>
    public ReadOnlySpan<byte> ReadWord()
    {
        var from = At;
        while (At < Text.Length && IsWordByte(Text[At])) At++;
        var word = Text[from..At];
        if (word.SequenceEqual("true"u8) || word.SequenceEqual("false"u8) || word.SequenceEqual("null"u8)) return word;
        if (word.IsEmpty && from >= Text.Length) throw JsonErrors.Syntax("The input string ended unexpectedly.", Text, from);
        At = from;
        throw word.IsEmpty ? Expected("JSON value") : BadToken(from);
    }

    private void CheckValue(int depth)
    {
        if (depth > MaxDepth) throw JsonErrors.TooDeep();
        switch (Peek())
        {
            case (byte)'{':
                CheckObject(depth);
                break;
            case (byte)'[':
                CheckArray(depth);
                break;
            case (byte)'"':
                ReadString(out _);
                break;
            case (byte)'-' or (>= (byte)'0' and <= (byte)'9'):
                ReadNumber();
                break;
            default:
                ReadWord();
                break;
        }
    }

    private void CheckObject(int depth)
    {
        At++;
        if (Peek() == '}')
        {
            At++;
            return;
        }

        while (true)
        {
            if (Peek() != '"') throw Expected("string");
            ReadString(out _);
            Expect((byte)':', "\":\"");
            CheckValue(depth + 1);
            if (Peek() == ',')
            {
                At++;
                continue;
            }

            Expect((byte)'}', "\",\" or \"}\"");
            return;
        }
    }

    private void CheckArray(int depth)
    {
        At++;
        if (Peek() == ']')
        {
            At++;
            return;
        }

        while (true)
        {
            CheckValue(depth + 1);
            if (Peek() == ',')
            {
                At++;
                continue;
            }

            Expect((byte)']', "\",\" or \"]\"");
            return;
        }
    }

    private void CheckEscape()
    {
        At++;
        if (At >= Text.Length) throw JsonErrors.Syntax($"Token \"{ValueErrors.Show(Text)}\" is invalid.", Text, At);
        if (Text[At] == 'u')
        {
            for (var i = 0; i < 4; i++)
                if (++At >= Text.Length || !char.IsAsciiHexDigit((char)Text[At])) throw JsonErrors.Syntax("\"\\u\" must be followed by four hexadecimal digits.", Text, At);
        }
        else if ("\"\\/bfnrt"u8.IndexOf(Text[At]) < 0)
            throw JsonErrors.Syntax($"Escape sequence \"\\{(char)Text[At]}\" is invalid.", Text, At);
    }

    private bool SkipDigits()
    {
        var from = At;
        while (At < Text.Length && Ascii.IsDigit(Text[At])) At++;
        return At > from;
    }

    private static bool IsWordByte(byte value) => Ascii.IsLetter(value) || Ascii.IsDigit(value) || value == '_' || value >= 0x80;

    private Granary.Grains.Interfaces.Errors.GranaryException BadToken(int from)
    {
        while (At < Text.Length && IsWordByte(Text[At])) At++;
        return JsonErrors.Syntax($"Token \"{ValueErrors.Show(Text[from..At])}\" is invalid.", Text, At);
    }

    public Granary.Grains.Interfaces.Errors.GranaryException Expected(string what)
    {
        if (Peek() == 0 && At >= Text.Length) return JsonErrors.Syntax("The input string ended unexpectedly.", Text, At);
        var end = At;
        if (IsWordByte(Text[end]))
            while (end < Text.Length && IsWordByte(Text[end])) end++;
        else end++;
        return JsonErrors.Syntax($"Expected {what}, but found \"{ValueErrors.Show(Text[At..end])}\".", Text, end);
    }
}
