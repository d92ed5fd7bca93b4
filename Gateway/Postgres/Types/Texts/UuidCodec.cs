using Granary.Grains.Interfaces.Columns;
using Granary.Sql;

namespace Granary.Gateway.Postgres.Types.Texts;

/// <summary>`uuid`: 32 hex digits in either case, a hyphen allowed behind every fourth, braces around allowed.</summary>
internal sealed class UuidCodec(SqlType type) : WireCodec(type)
{
    public override bool MayNeedQuotes => false;

    public override void DecodeText(ReadOnlySpan<byte> text, ColumnBuilder target, WireContext context)
    {
        Span<byte> bytes = stackalloc byte[16];
        if (!TryRead(text, bytes)) throw ValueErrors.InvalidText("uuid", text);
        target.Append(System.Runtime.InteropServices.MemoryMarshal.Read<Int128>(bytes));
    }

    public override void DecodeBinary(ReadOnlySpan<byte> value, ColumnBuilder target, WireContext context)
    {
        if (value.Length != 16) throw ValueErrors.BinaryLength();
        target.Append(System.Runtime.InteropServices.MemoryMarshal.Read<Int128>(value));
    }

    public override void EncodeText(Column column, int row, WireBuffer output, WireContext context)
    {
        var room = output.Reserve(36);
        var bytes = column.FixedBytes.Slice(16 * row, 16);
        ReadOnlySpan<byte> parts = [4, 2, 2, 2, 6];
        var (from, at) = (0, 0);
        foreach (var part in parts)
        {
            if (from > 0) room[at++] = (byte)'-';
            Convert.TryToHexStringLower(bytes.Slice(from, part), room[at..], out var written);
            from += part;
            at += written;
        }

        output.Advance(at);
    }

    public override void EncodeBinary(Column column, int row, WireBuffer output, WireContext context) =>
        output.Write(column.FixedBytes.Slice(16 * row, 16));

    private static bool TryRead(ReadOnlySpan<byte> text, Span<byte> bytes)
    {
        if (text.Length > 0 && text[0] == '{')
        {
            if (text[^1] != '}') return false;
            text = text[1..^1];
        }

        for (var i = 0; i < 16; i++)
        {
            if (text.Length < 2) return false;
            var (high, low) = (Nibble(text[0]), Nibble(text[1]));
            if ((high | low) < 0) return false;
            bytes[i] = (byte)((high << 4) | low);
            text = text[2..];
            if ((i & 1) == 1 && i < 15 && text.Length > 0 && text[0] == '-') text = text[1..];
        }

        return text.IsEmpty;
    }

    private static int Nibble(byte letter) => letter switch
    {
        >= (byte)'0' and <= (byte)'9' => letter - '0',
        >= (byte)'a' and <= (byte)'f' => letter - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => letter - 'A' + 10,
        _ => -1,
    };
}
