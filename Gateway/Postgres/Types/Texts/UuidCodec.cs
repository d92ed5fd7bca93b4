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
        UuidText.Read(text, bytes);
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
}
