using System.Globalization;
using System.Text;
using Granary.Engine.DuckDb;
using Granary.Grains.Interfaces.Errors;
using Granary.Grains.Interfaces.Values.Texts;

namespace Granary.Engine.Functions.Texts;

/// <summary>`format(text, variadic)`: text_format (varlena.c). One use a row.</summary>
internal ref struct FormatFunction(ReadOnlySpan<byte> format, VectorReader items, TextList.ListEntry entry, PooledBuffer output)
{
    private readonly ReadOnlySpan<byte> _format = format;
    private readonly VectorReader _items = items;
    private readonly TextList.ListEntry _entry = entry;
    private readonly PooledBuffer _output = output;
    private int _at;
    private int _next;

    public static ScalarOverload Overload { get; } = RowBodies.Writing(
        [DuckDbType.Varchar, DuckDbType.List(DuckDbType.Varchar)],
        (in ScalarArguments arguments, int row, PooledBuffer output) =>
        {
            var lists = arguments[1];
            new FormatFunction(arguments[0].Bytes(row), lists.ListChild(), lists.Values<TextList.ListEntry>(arguments.RowCount)[row], output).Write();
            return true;
        });

    private void Write()
    {
        while (_at < _format.Length)
        {
            var percent = _format[_at..].IndexOf((byte)'%');
            if (percent < 0) percent = _format.Length - _at;
            _output.Write(_format.Slice(_at, percent));
            _at += percent;
            if (_at == _format.Length) return;
            Advance();
            if (_format[_at] == '%') _output.WriteByte((byte)'%');
            else WriteSpecifier();
            _at++;
        }
    }

    private void WriteSpecifier()
    {
        var (position, alignLeft, width) = ReadSpecifier();
        var kind = _format[_at];
        if (kind is not ((byte)'s' or (byte)'I' or (byte)'L')) throw Unrecognized();
        var item = position > 0 ? position - 1 : _next;
        if (item >= (int)_entry.Length) throw FunctionErrors.Of(SqlState.InvalidParameterValue, "too few arguments for format()");
        _next = item + 1;
        var start = _output.Length;
        WriteItem(kind, (int)_entry.Offset + item);
        Pad(start, width, alignLeft);
    }

    private readonly void WriteItem(byte kind, int item)
    {
        if (_items.IsNull(item))
        {
            if (kind == 'I') throw FunctionErrors.Of(SqlState.NullValueNotAllowed, "null values cannot be formatted as an SQL identifier");
            if (kind == 'L') _output.Write("NULL"u8);
            return;
        }

        var text = _items.Bytes(item);
        if (kind == 'I') QuotedText.WriteIdentifier(text, _output);
        else if (kind == 'L') QuotedText.WriteLiteral(text, _output);
        else _output.Write(text);
    }

    private readonly void Pad(int start, int width, bool alignLeft)
    {
        if (width < 0)
        {
            alignLeft = true;
            width = width == int.MinValue ? throw FunctionErrors.Of(SqlState.NumericValueOutOfRange, "number is out of range") : -width;
        }

        if (width == 0) return;
        var written = _output.Written[start..];
        var padding = width - (written.Length - CountContinuations(written));
        if (padding <= 0) return;
        var length = written.Length;
        _output.Reserve(padding)[..padding].Fill((byte)' ');
        _output.Advance(padding);
        if (alignLeft) return;
        var room = _output.WrittenFrom(start);
        room[..length].CopyTo(room[padding..]);
        room[..padding].Fill((byte)' ');
    }

    // [position$][-][width] as text_format_parse_format reads them
    private (int Position, bool AlignLeft, int Width) ReadSpecifier()
    {
        var position = 0;
        var width = 0;
        var hasNumber = ReadNumber(out var number);
        if (hasNumber)
        {
            if (_format[_at] != '$') return (0, false, number);
            position = CheckPosition(number);
            Advance();
        }

        var alignLeft = false;
        for (; _format[_at] == '-'; Advance()) alignLeft = true;
        if (_format[_at] == '*')
        {
            Advance();
            var widthPosition = 0;
            if (ReadNumber(out number))
            {
                if (_format[_at] != '$') throw FunctionErrors.Of(SqlState.InvalidParameterValue, "width argument position must be ended by \"$\"");
                widthPosition = CheckPosition(number);
                Advance();
            }

            width = ReadWidth(widthPosition);
        }
        else if (ReadNumber(out number)) width = number;

        return (position, alignLeft, width);
    }

    private int ReadWidth(int position)
    {
        var item = position > 0 ? position - 1 : _next;
        if (item >= (int)_entry.Length) throw FunctionErrors.Of(SqlState.InvalidParameterValue, "too few arguments for format()");
        _next = item + 1;
        var index = (int)_entry.Offset + item;
        if (_items.IsNull(index)) return 0;
        var text = _items.Bytes(index);
        return int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var width) ? width : throw ValueErrors.InvalidText("integer", text);
    }

    private static int CheckPosition(int position) =>
        position > 0 ? position : throw FunctionErrors.Of(SqlState.InvalidParameterValue, "format specifies argument 0, but arguments are numbered from 1");

    private bool ReadNumber(out int number)
    {
        var from = _at;
        long value = 0;
        while (_format[_at] is >= (byte)'0' and <= (byte)'9')
        {
            value = value * 10 + (_format[_at] - '0');
            if (value > int.MaxValue) throw FunctionErrors.Of(SqlState.NumericValueOutOfRange, "number is out of range");
            Advance();
        }

        number = (int)value;
        return _at > from;
    }

    private void Advance()
    {
        if (++_at >= _format.Length)
            throw new GranaryException(ErrorKind.Invalid, SqlState.InvalidParameterValue, "unterminated format() type specifier") { Hint = "For a single \"%\" use \"%%\"." };
    }

    private readonly GranaryException Unrecognized()
    {
        Rune.DecodeFromUtf8(_format[_at..], out var letter, out _);
        return new GranaryException(ErrorKind.Invalid, SqlState.InvalidParameterValue, $"unrecognized format() type specifier \"{letter}\"") { Hint = "For a single \"%\" use \"%%\"." };
    }

    private static int CountContinuations(ReadOnlySpan<byte> text)
    {
        var count = 0;
        foreach (var value in text)
            if ((value & 0xc0) == 0x80) count++;
        return count;
    }
}
