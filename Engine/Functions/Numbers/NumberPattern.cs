using Granary.Grains.Interfaces.Errors;
using Granary.Grains.Interfaces.Values.Numbers;

namespace Granary.Engine.Functions.Numbers;

/// <summary>What a part of a number's pattern stands for.</summary>
internal enum NumberPart : byte
{
    Literal, Nine, Zero, Comma, Point, LocalePoint, Group, Sign, Minus, Plus, SignAnywhere, Brackets, Roman, LowerRoman,
    Ordinal, LowerOrdinal, Currency, Blank, Scale, Exponent, Fill, Nothing,
}

/// <summary>A pattern of `to_char(numeric, text)`, read by the rules of NUMDesc_prepare (formatting.c).</summary>
internal sealed class NumberPattern
{
    // of those that begin alike, the first that fits is taken
    private static readonly (string Word, NumberPart Part)[] Words =
    [
        (",", NumberPart.Comma), (".", NumberPart.Point), ("0", NumberPart.Zero), ("9", NumberPart.Nine), ("B", NumberPart.Blank),
        ("C", NumberPart.Nothing), ("D", NumberPart.LocalePoint), ("EEEE", NumberPart.Exponent), ("FM", NumberPart.Fill), ("G", NumberPart.Group),
        ("L", NumberPart.Currency), ("MI", NumberPart.Minus), ("PL", NumberPart.Plus), ("PR", NumberPart.Brackets), ("RN", NumberPart.Roman),
        ("SG", NumberPart.SignAnywhere), ("SP", NumberPart.Nothing), ("S", NumberPart.Sign), ("TH", NumberPart.Ordinal), ("V", NumberPart.Scale),
    ];

    [ThreadStatic]
    private static NumberPattern? _last;

    private readonly byte[] _text;

    private NumberPattern(ReadOnlySpan<byte> text)
    {
        _text = text.ToArray();
        PatternText.Split(_text, Match, (literal) => Parts.Add((NumberPart.Literal, literal)));
    }

    public List<(NumberPart Part, byte[]? Literal)> Parts { get; } = [];

    /// <summary>Digits before the point, behind it, and those that `V` multiplies by.</summary>
    public int Whole { get; private set; }

    public int Fraction { get; private set; }

    public int Multiplied { get; private set; }

    /// <summary>The digits at which zeros begin, counted from 1 (0: none), and end.</summary>
    public int ZeroStart { get; private set; }

    public int ZeroEnd { get; private set; }

    public bool HasZero { get; private set; }

    public bool HasPoint { get; private set; }

    public bool IsFilled { get; private set; }

    public bool HasSign { get; private set; }

    public bool SignIsBehind { get; private set; }

    /// <summary>The digits in front of an `S` that stands before the point.</summary>
    public int WholeBeforeSign { get; private set; }

    public bool HasMinus { get; private set; }

    public bool HasPlus { get; private set; }

    public bool HasBrackets { get; private set; }

    public bool IsRoman { get; private set; }

    public bool IsMultiplied { get; private set; }

    public bool IsScientific { get; private set; }

    private bool _isBlank;

    /// <summary>The pattern of a text; the one used last is kept, as a column is written with one.</summary>
    public static NumberPattern Of(ReadOnlySpan<byte> text)
    {
        if (_last is { } last && text.SequenceEqual(last._text)) return last;
        return _last = new NumberPattern(text);
    }

    public void Write(DecimalText value, PooledBuffer output)
    {
        if (_text.Length > 0) new NumberPatternWriter(this, output).Write(value);
    }

    private int Match(ReadOnlySpan<byte> rest)
    {
        foreach (var (word, part) in Words)
        {
            if (!PatternText.StartsWith(rest, word, out var isLower)) continue;
            var found = isLower ? part switch { NumberPart.Roman => NumberPart.LowerRoman, NumberPart.Ordinal => NumberPart.LowerOrdinal, _ => part } : part;
            Add(found);
            Parts.Add((found, null));
            return word.Length;
        }

        return 0;
    }

    private void Add(NumberPart part)
    {
        if (IsScientific && part != NumberPart.Exponent) throw Refuse("\"EEEE\" must be the last pattern used");
        switch (part)
        {
            case NumberPart.Nine:
                if (HasBrackets) throw Refuse("\"9\" must be ahead of \"PR\"");
                if (IsMultiplied) Multiplied++;
                else if (HasPoint) Fraction++;
                else Whole++;
                break;
            case NumberPart.Zero:
                AddZero();
                break;
            case NumberPart.Blank:
                _isBlank |= Whole == 0 && Fraction == 0 && !HasZero;
                break;
            case NumberPart.Point or NumberPart.LocalePoint:
                if (HasPoint) throw Refuse("multiple decimal points");
                if (IsMultiplied) throw Refuse("cannot use \"V\" and decimal point together");
                HasPoint = true;
                break;
            case NumberPart.Fill:
                IsFilled = true;
                break;
            case NumberPart.Roman or NumberPart.LowerRoman:
                IsRoman = true;
                break;
            case NumberPart.Scale:
                if (HasPoint) throw Refuse("cannot use \"V\" and decimal point together");
                IsMultiplied = true;
                break;
            case NumberPart.Exponent:
                AddExponent();
                break;
            default:
                AddSign(part);
                break;
        }
    }

    private void AddZero()
    {
        if (HasBrackets) throw Refuse("\"0\" must be ahead of \"PR\"");
        if (!HasZero && !HasPoint)
        {
            HasZero = true;
            ZeroStart = Whole + 1;
        }

        if (HasPoint) Fraction++;
        else Whole++;
        ZeroEnd = Whole + Fraction;
    }

    private void AddSign(NumberPart part)
    {
        switch (part)
        {
            case NumberPart.Sign:
                if (HasSign) throw Refuse("cannot use \"S\" twice");
                if (HasPlus || HasMinus || HasBrackets) throw Refuse("cannot use \"S\" and \"PL\"/\"MI\"/\"SG\"/\"PR\" together");
                HasSign = true;
                if (HasPoint) SignIsBehind = true;
                else WholeBeforeSign = Whole;
                break;
            case NumberPart.Minus:
                if (HasSign) throw Refuse("cannot use \"S\" and \"MI\" together");
                HasMinus = true;
                break;
            case NumberPart.Plus:
                if (HasSign) throw Refuse("cannot use \"S\" and \"PL\" together");
                HasPlus = true;
                break;
            case NumberPart.SignAnywhere:
                if (HasSign) throw Refuse("cannot use \"S\" and \"SG\" together");
                HasMinus = HasPlus = true;
                break;
            case NumberPart.Brackets:
                if (HasSign || HasPlus || HasMinus) throw Refuse("cannot use \"PR\" and \"S\"/\"PL\"/\"MI\"/\"SG\" together");
                HasBrackets = true;
                break;
        }
    }

    private void AddExponent()
    {
        if (IsScientific) throw Refuse("cannot use \"EEEE\" twice");
        if (_isBlank || IsFilled || HasSign || HasBrackets || HasMinus || HasPlus || IsRoman || IsMultiplied)
            throw new GranaryException(ErrorKind.Invalid, SqlState.SyntaxError, "\"EEEE\" is incompatible with other formats")
            {
                Detail = "\"EEEE\" may only be used together with digit and decimal point patterns.",
            };
        IsScientific = true;
    }

    private static GranaryException Refuse(string message) => new(ErrorKind.Invalid, SqlState.SyntaxError, message);
}
