using Granary.Grains.Interfaces.Columns;
using Granary.Sql;

namespace Granary.Gateway.Postgres.Types.Numbers;

/// <summary>`boolean`.</summary>
internal sealed class BooleanCodec(SqlType type) : WireCodec(type)
{
    public override bool MayNeedQuotes => false;

    public override void DecodeText(ReadOnlySpan<byte> text, ColumnBuilder target, WireContext context)
    {
        var word = Ascii.Trim(text);
        target.Append(Read(word) ?? throw ValueErrors.InvalidText("boolean", text));
    }

    public override void DecodeBinary(ReadOnlySpan<byte> value, ColumnBuilder target, WireContext context)
    {
        if (value.Length != 1) throw ValueErrors.BinaryLength();
        target.Append(value[0] != 0 ? (byte)1 : (byte)0);
    }

    public override void EncodeText(Column column, int row, WireBuffer output, WireContext context) =>
        output.WriteByte(column.Get<byte>(row) != 0 ? (byte)'t' : (byte)'f');

    public override void EncodeBinary(Column column, int row, WireBuffer output, WireContext context) =>
        output.WriteByte(column.Get<byte>(row) != 0 ? (byte)1 : (byte)0);

    // any unique beginning of true, false, yes, no, on, off; 1 and 0
    private static byte? Read(ReadOnlySpan<byte> word)
    {
        if (word.Length == 0) return null;
        return (word[0] | 0x20) switch
        {
            't' when Ascii.IsPrefixOf(word, "true"u8) => 1,
            'f' when Ascii.IsPrefixOf(word, "false"u8) => 0,
            'y' when Ascii.IsPrefixOf(word, "yes"u8) => 1,
            'n' when Ascii.IsPrefixOf(word, "no"u8) => 0,
            'o' when word.Length >= 2 && Ascii.IsPrefixOf(word, "on"u8) => 1,
            'o' when word.Length >= 2 && Ascii.IsPrefixOf(word, "off"u8) => 0,
            '1' when word is [(byte)'1'] => 1,
            '0' when word is [(byte)'0'] => 0,
            _ => null,
        };
    }
}
