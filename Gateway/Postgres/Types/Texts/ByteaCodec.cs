using Granary.Grains.Interfaces.Columns;
using Granary.Sql;

namespace Granary.Gateway.Postgres.Types.Texts;

/// <summary>`bytea`: hex and escape forms.</summary>
internal sealed class ByteaCodec(SqlType type) : WireCodec(type)
{
    public override void DecodeText(ReadOnlySpan<byte> text, ColumnBuilder target, WireContext context)
    {
        var room = target.Type.Kind == TypeKind.Bytea ? target.ReserveBytes(text.Length) : throw new InvalidOperationException("not a bytea");
        target.EndBytes(ByteaText.Read(text, room));
    }

    public override void DecodeBinary(ReadOnlySpan<byte> value, ColumnBuilder target, WireContext context) => target.AppendBytes(value);

    public override void EncodeText(Column column, int row, WireBuffer output, WireContext context)
    {
        var bytes = column.GetBytes(row);
        if (context.EscapesBytea)
        {
            ByteaText.WriteEscaped(bytes, output);
            return;
        }

        output.Write("\\x"u8);
        if (bytes.Length > Array.MaxLength / 2) throw ValueErrors.TooLong();
        Convert.TryToHexStringLower(bytes, output.Reserve(2 * bytes.Length), out var written);
        output.Advance(written);
    }

    public override void EncodeBinary(Column column, int row, WireBuffer output, WireContext context) => output.Write(column.GetBytes(row));
}
