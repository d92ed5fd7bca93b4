using Granary.Gateway.Postgres.Types.Texts;
using Granary.Grains.Interfaces.Columns;
using Granary.Sql;

namespace Granary.Gateway.Postgres.Types.Json;

/// <summary>`json`: checked and kept letter by letter.</summary>
internal sealed class JsonCodec(SqlType type) : WireCodec(type)
{
    public override void DecodeText(ReadOnlySpan<byte> text, ColumnBuilder target, WireContext context)
    {
        TextEncoding.Check(text);
        DecodeValidText(text, target, context);
    }

    public override void DecodeValidText(ReadOnlySpan<byte> text, ColumnBuilder target, WireContext context)
    {
        new JsonScanner(text).CheckDocument();
        target.AppendBytes(text);
    }

    public override void DecodeBinary(ReadOnlySpan<byte> value, ColumnBuilder target, WireContext context) => DecodeText(value, target, context);

    public override void EncodeText(Column column, int row, WireBuffer output, WireContext context) => output.Write(column.GetBytes(row));

    public override void EncodeBinary(Column column, int row, WireBuffer output, WireContext context) => output.Write(column.GetBytes(row));
}
