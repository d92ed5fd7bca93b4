using Granary.Grains.Interfaces.Columns;
using Granary.Sql;

namespace Granary.Gateway.Postgres.Types.Numbers;

/// <summary>`numeric(p,s)` of up to 38 digits, kept as a scaled <see cref="Int128"/>.</summary>
internal sealed class NumericCodec(SqlType type) : WireCodec(type)
{
    private readonly NumericRange _range = new(type.Storage.Precision, type.Storage.Scale, IsDeclared: type.Modifier >= 0);

    public override bool MayNeedQuotes => false;

    public override void DecodeText(ReadOnlySpan<byte> text, ColumnBuilder target, WireContext context) =>
        target.Append(NumericText.Parse(text, _range));

    public override void DecodeBinary(ReadOnlySpan<byte> value, ColumnBuilder target, WireContext context) =>
        target.Append(NumericBinary.Parse(value, _range));

    public override void EncodeText(Column column, int row, WireBuffer output, WireContext context) =>
        output.Advance(NumericText.Format(column.Get<Int128>(row), column.Type.Scale, output.Reserve(NumericText.MaxLength)));

    public override void EncodeBinary(Column column, int row, WireBuffer output, WireContext context) =>
        output.Advance(NumericBinary.Format(column.Get<Int128>(row), column.Type.Scale, output.Reserve(NumericBinary.MaxLength)));
}
