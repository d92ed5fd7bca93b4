using System.Buffers;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Errors;
using Granary.Sql;

namespace Granary.Gateway.Postgres.Types.Texts;

/// <summary>`bytea`: hex and escape forms.</summary>
internal sealed class ByteaCodec(SqlType type) : WireCodec(type)
{
    public override void DecodeText(ReadOnlySpan<byte> text, ColumnBuilder target, WireContext context)
    {
        var room = target.Type.Kind == TypeKind.Bytea ? target.ReserveBytes(text.Length) : throw new InvalidOperationException("not a bytea");
        target.EndBytes(text.StartsWith("\\x"u8) ? ReadHex(text[2..], room) : ReadEscaped(text, room));
    }

    public override void DecodeBinary(ReadOnlySpan<byte> value, ColumnBuilder target, WireContext context) => target.AppendBytes(value);

    public override void EncodeText(Column column, int row, WireBuffer output, WireContext context)
    {
        var bytes = column.GetBytes(row);
        if (context.EscapesBytea)
        {
            WriteEscaped(bytes, output);
            return;
        }

        output.Write("\\x"u8);
        if (bytes.Length > Array.MaxLength / 2) throw ValueErrors.TooLong();
        Convert.TryToHexStringLower(bytes, output.Reserve(2 * bytes.Length), out var written);
        output.Advance(written);
    }

    public override void EncodeBinary(Column column, int row, WireBuffer output, WireContext context) => output.Write(column.GetBytes(row));

    private static int ReadHex(ReadOnlySpan<byte> text, Span<byte> target)
    {
        if ((text.Length & 1) == 0 && Convert.FromHexString(text, target, out _, out var written) == OperationStatus.Done) return written;
        return ReadSpacedHex(text, target);
    }

    // blanks may stand between the pairs
    private static int ReadSpacedHex(ReadOnlySpan<byte> text, Span<byte> target)
    {
        var (at, count) = (0, 0);
        while (at < text.Length)
        {
            if (text[at] is (byte)' ' or (byte)'\n' or (byte)'\t' or (byte)'\r')
            {
                at++;
                continue;
            }

            var high = Nibble(text[at++]);
            if (at == text.Length) throw ValueErrors.Invalid(SqlState.InvalidParameterValue, "invalid hexadecimal data: odd number of digits");
            target[count++] = (byte)((high << 4) | Nibble(text[at++]));
        }

        return count;
    }

    private static int Nibble(byte letter)
    {
        if (char.IsAsciiHexDigit((char)letter)) return Convert.ToInt32(((char)letter).ToString(), 16);
        throw ValueErrors.Invalid(SqlState.InvalidParameterValue, $"invalid hexadecimal digit: \"{(char)letter}\"");
    }

    private static int ReadEscaped(ReadOnlySpan<byte> text, Span<byte> target)
    {
        var (at, count) = (0, 0);
        while (at < text.Length)
        {
            if (text[at] != '\\') target[count++] = text[at++];
            else if (at + 3 < text.Length && text[at + 1] is >= (byte)'0' and <= (byte)'3' && IsOctal(text[at + 2]) && IsOctal(text[at + 3]))
            {
                target[count++] = (byte)(((text[at + 1] - '0') << 6) | ((text[at + 2] - '0') << 3) | (text[at + 3] - '0'));
                at += 4;
            }
            else if (at + 1 < text.Length && text[at + 1] == '\\')
            {
                target[count++] = (byte)'\\';
                at += 2;
            }
            else throw ValueErrors.Invalid(SqlState.InvalidTextRepresentation, "invalid input syntax for type bytea");
        }

        return count;
    }

    private static bool IsOctal(byte letter) => letter is >= (byte)'0' and <= (byte)'7';

    private static void WriteEscaped(ReadOnlySpan<byte> bytes, WireBuffer output)
    {
        foreach (var value in bytes)
        {
            if (value == '\\') output.Write("\\\\"u8);
            else if (value is >= 0x20 and <= 0x7e) output.WriteByte(value);
            else
            {
                ReadOnlySpan<byte> octal = [(byte)'\\', (byte)('0' + (value >> 6)), (byte)('0' + ((value >> 3) & 7)), (byte)('0' + (value & 7))];
                output.Write(octal);
            }
        }
    }
}
