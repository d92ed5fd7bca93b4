using Granary.Grains.Interfaces.Columns;
using Granary.Sql;

namespace Granary.Gateway.Postgres.Types.Texts;

/// <summary>`void`: an empty value in both formats.</summary>
internal sealed class VoidCodec(SqlType type) : WireCodec(type)
{
    public override void DecodeText(ReadOnlySpan<byte> text, ColumnBuilder target, WireContext context) => target.AppendNull();

    public override void DecodeBinary(ReadOnlySpan<byte> value, ColumnBuilder target, WireContext context) => target.AppendNull();

    public override void EncodeText(Column column, int row, WireBuffer output, WireContext context)
    {
    }

    public override void EncodeBinary(Column column, int row, WireBuffer output, WireContext context)
    {
    }
}
