using System.Globalization;
using System.Numerics;
using Granary.Grains.Interfaces.Errors;
using Granary.Grains.Interfaces.Values.Numbers;

namespace Granary.Engine.Functions.Numbers;

/// <summary>
/// Writes one number by a pattern: NUM_processor (formatting.c), step by step, as what stands where follows from its state and
/// from nothing simpler.
/// </summary>
internal ref struct NumberPatternWriter(NumberPattern pattern, PooledBuffer output)
{
    private readonly NumberPattern _pattern = pattern;
    private readonly PooledBuffer _output = output;
    private string _number = "";
    private int _at;
    private int _digitCount;
    private int _current;
    private int _spaces;
    private int _lastRelevant = -1;
    private int _zeroStart;
    private bool _isNegative;
    private bool _isSignWritten;
    private bool _isInNumber;
    private bool _hasBrackets;
    private bool _signIsBehind;

    public void Write(DecimalText value)
    {
        if (_pattern.IsScientific)
        {
            WriteScientific(value);
            return;
        }

        if (_pattern.IsRoman) _number = Roman(value);
        else Prepare(value);
        _zeroStart = Math.Max(0, _pattern.ZeroStart - 1);
        DecideSign();
        CountDigits();
        foreach (var (part, literal) in _pattern.Parts)
        {
            if (literal is not null) _output.Write(literal);
            else WritePart(part);
        }

        // what PostgreSQL writes ends at the first NUL
        var end = _output.Written.IndexOf((byte)0);
        if (end >= 0) _output.Truncate(end);
    }

    private void Prepare(DecimalText value)
    {
        var whole = _pattern.Whole;
        if (_pattern.IsMultiplied)
        {
            value = value with { Unscaled = value.Unscaled * BigInteger.Pow(10, _pattern.Multiplied) };
            whole += _pattern.Multiplied;
        }

        var rounded = DecimalText.Divide(value, new DecimalText(1, 0), _pattern.Fraction);
        _isNegative = rounded.Unscaled.Sign < 0;
        var digits = BigInteger.Abs(rounded.Unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(_pattern.Fraction + 1, '0');
        var wholeLength = digits.Length - _pattern.Fraction;
        _number = _pattern.Fraction == 0 ? digits : $"{digits.AsSpan(0, wholeLength)}.{digits.AsSpan(wholeLength)}";
        if (wholeLength < whole) _spaces = whole - wholeLength;
        else if (wholeLength > whole) _number = new string('#', whole) + '.' + new string('#', _pattern.Fraction);
        _digitCount = _pattern.Fraction + whole - 1;
    }

    private void DecideSign()
    {
        _hasBrackets = _pattern.HasBrackets && !_pattern.IsRoman;
        _signIsBehind = _pattern.SignIsBehind;
        if (_pattern.IsRoman) return;
        if (_pattern.HasPlus || _pattern.HasMinus)
        {
            _isSignWritten = _pattern.HasMinus;
            return;
        }

        if (!_isNegative && _pattern.IsFilled) _hasBrackets = false;
        _isSignWritten = !_isNegative && _pattern.IsFilled && !_pattern.HasSign;
        var whole = _pattern.Whole + (_pattern.IsMultiplied ? _pattern.Multiplied : 0);
        if (_pattern.HasSign && !_signIsBehind && whole == _pattern.WholeBeforeSign) _signIsBehind = true;
    }

    private void CountDigits()
    {
        if (_pattern.IsFilled && _pattern.HasPoint && !_pattern.IsRoman)
        {
            _lastRelevant = LastRelevant();
            if (_lastRelevant >= 0 && _pattern.ZeroEnd > _spaces)
                _lastRelevant = Math.Max(_lastRelevant, Math.Min(_number.Length - 1, _pattern.ZeroEnd - _spaces));
        }

        if (!_isSignWritten && _spaces == 0) _digitCount++;
    }

    // the last digit behind the point that isn't 0, or the point
    private readonly int LastRelevant()
    {
        var point = _number.IndexOf('.');
        if (point < 0) return -1;
        var last = _number.AsSpan().LastIndexOfAnyExcept('0');
        return Math.Max(last, point);
    }

    private void WritePart(NumberPart part)
    {
        switch (part)
        {
            case NumberPart.Nine or NumberPart.Zero or NumberPart.Point or NumberPart.LocalePoint:
                WriteDigit(part);
                break;
            case NumberPart.Comma or NumberPart.Group:
                if (_isInNumber) _output.WriteByte((byte)',');
                else if (!_pattern.IsFilled) _output.WriteByte((byte)' ');
                break;
            case NumberPart.Currency:
                _output.WriteByte((byte)' ');
                break;
            case NumberPart.Roman or NumberPart.LowerRoman:
                var roman = part == NumberPart.Roman ? _number : _number.ToLowerInvariant();
                WriteText(_pattern.IsFilled ? roman : roman.PadLeft(15));
                break;
            case NumberPart.Ordinal or NumberPart.LowerOrdinal:
                if (_pattern.IsRoman || _number[0] == '#' || _isNegative || _pattern.HasPoint) break;
                if (!char.IsAsciiDigit(_number[^1])) throw FunctionErrors.Of(SqlState.InvalidTextRepresentation, $"\"{_number}\" is not a number");
                _output.Write(Ordinal.Of(_number, part == NumberPart.Ordinal));
                break;
            case NumberPart.Minus:
                if (_isNegative) _output.WriteByte((byte)'-');
                else if (!_pattern.IsFilled) _output.WriteByte((byte)' ');
                break;
            case NumberPart.Plus:
                if (!_isNegative && !_pattern.IsRoman) _output.WriteByte((byte)'+');
                else if (!_pattern.IsFilled) _output.WriteByte((byte)' ');
                break;
            case NumberPart.SignAnywhere:
                WriteSign();
                break;
        }
    }

    private void WriteDigit(NumberPart part)
    {
        if (_pattern.IsRoman) return;
        _isInNumber = false;
        WriteSignBefore();
        if (_current < _spaces && (_zeroStart > _current || !_pattern.HasZero))
        {
            if (!_pattern.IsFilled) _output.WriteByte((byte)' ');
        }
        else if (_pattern.HasZero && _current < _spaces && _zeroStart <= _current)
        {
            _output.WriteByte((byte)'0');
            _isInNumber = true;
        }
        else WriteNumberLetter(part);

        WriteSignBehind();
        _current++;
    }

    private void WriteNumberLetter(NumberPart part)
    {
        var letter = _at < _number.Length ? _number[_at] : '\0';
        if (letter == '.') _output.WriteByte((byte)'.');
        else if (_lastRelevant >= 0 && _at > _lastRelevant && part != NumberPart.Zero)
        {
            // zeros at the end that FM leaves out
        }
        else if (IsSpaceBeforePoint())
        {
            if (!_pattern.IsFilled) _output.WriteByte((byte)' ');
            else if (_lastRelevant >= 0 && _number[_lastRelevant] == '.') _output.WriteByte((byte)'0');
        }
        else
        {
            _output.WriteByte((byte)letter);
            _isInNumber = true;
        }

        if (_at < _number.Length) _at++;
    }

    private void WriteSignBefore()
    {
        if (_isSignWritten
            || !(_current >= _spaces || (_pattern.HasZero && _zeroStart == _current))
            || !(!IsSpaceBeforePoint() || (_lastRelevant >= 0 && _number[_lastRelevant] == '.'))) return;
        if (_pattern.HasSign)
        {
            if (_signIsBehind) return;
            WriteSign();
        }
        else if (_hasBrackets) _output.WriteByte(_isNegative ? (byte)'<' : (byte)' ');
        else if (_isNegative) _output.WriteByte((byte)'-');
        else if (!_pattern.IsFilled) _output.WriteByte((byte)' ');
        _isSignWritten = true;
    }

    private readonly void WriteSignBehind()
    {
        var end = _digitCount + (_spaces > 0 ? 1 : 0) + (_pattern.HasPoint ? 1 : 0);
        if (_lastRelevant >= 0 && _lastRelevant == _at) end = _current;
        if (_current + 1 != end) return;
        if (_isSignWritten && _hasBrackets) _output.WriteByte(_isNegative ? (byte)'>' : (byte)' ');
        else if (_pattern.HasSign && _signIsBehind) WriteSign();
    }

    // a Roman number has none: PostgreSQL writes a NUL
    private readonly void WriteSign() => _output.WriteByte(_pattern.IsRoman ? (byte)0 : _isNegative ? (byte)'-' : (byte)'+');

    // 0.1 by 9.9 is ` .1`
    private readonly bool IsSpaceBeforePoint() => !_pattern.HasZero && _at == 0 && _number[0] == '0' && _pattern.Fraction != 0;

    // numeric_out_sci (numeric.c): the rounding comes after the exponent is chosen
    private readonly void WriteScientific(DecimalText value)
    {
        var digits = BigInteger.Abs(value.Unscaled).ToString(CultureInfo.InvariantCulture);
        var exponent = value.Unscaled.IsZero ? 0 : digits.Length - 1 - value.Scale;
        var significand = DecimalText.Divide(value with { Scale = value.Scale + exponent }, new DecimalText(1, 0), _pattern.Fraction);
        if (value.Unscaled.Sign >= 0) _output.WriteByte((byte)' ');
        significand.Write(_output);
        WriteText(string.Create(CultureInfo.InvariantCulture, $"e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}"));
    }

    private static string Roman(DecimalText value)
    {
        var rounded = DecimalText.Divide(value, new DecimalText(1, 0), 0).Unscaled;
        if (rounded < int.MinValue || rounded > int.MaxValue) throw FunctionErrors.Of(SqlState.NumericValueOutOfRange, "integer out of range");
        return RomanNumerals.Of((int)rounded);
    }

    private readonly void WriteText(string text) => _output.Advance(System.Text.Encoding.ASCII.GetBytes(text, _output.Reserve(text.Length)));
}
