using Granary.Grains.Interfaces.Columns;
using Granary.Sql;

namespace Granary.Gateway.Postgres.Types.Numbers;

/// <summary>A result's `numeric` whose digits after the point differ from row to row: it travels in columns as PostgreSQL's text.</summary>
internal sealed class NumericTextCodec(SqlType type) : WireCodec(type)
{
    public override bool MayNeedQuotes => false;

    public override void DecodeText(ReadOnlySpan<byte> text, ColumnBuilder target, WireContext context) =>
        throw ValueErrors.Unsupported("a numeric kept as text is only read", "Use numeric(p,s).");

    public override void DecodeBinary(ReadOnlySpan<byte> value, ColumnBuilder target, WireContext context) =>
        throw ValueErrors.Unsupported("a numeric kept as text is only read", "Use numeric(p,s).");

    public override void EncodeText(Column column, int row, WireBuffer output, WireContext context) => output.Write(column.GetBytes(row));

    public override void EncodeBinary(Column column, int row, WireBuffer output, WireContext context)
    {
        var text = column.GetBytes(row);
        var point = text.IndexOf((byte)'.');
        var scale = point < 0 ? 0 : text.Length - point - 1;
        // 38 digits are what the binary form is made of here; the text has more only where PostgreSQL would have fewer.
        var value = NumericText.Parse(text, new NumericRange(DataType.MaxNumericPrecision, Math.Min(scale, DataType.MaxNumericPrecision), IsDeclared: true));
        output.Advance(NumericBinary.Format(value, Math.Min(scale, DataType.MaxNumericPrecision), output.Reserve(NumericBinary.MaxLength)));
    }
}
