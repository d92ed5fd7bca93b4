using Granary.Grains.Interfaces.Columns;
using Granary.Sql;

namespace Granary.Gateway.Postgres.Types.Json;

/// <summary>json</summary>
internal sealed class JsonCodec(SqlType type) : WireCodec(type)
{
    public override void DecodeText(ReadOnlySpan<byte> text, ColumnBuilder target, WireContext context) => throw new NotImplementedException();

    public override void DecodeBinary(ReadOnlySpan<byte> value, ColumnBuilder target, WireContext context) => throw new NotImplementedException();

    public override void EncodeText(Column column, int row, WireBuffer output, WireContext context) => throw new NotImplementedException();

    public override void EncodeBinary(Column column, int row, WireBuffer output, WireContext context) => throw new NotImplementedException();
}
