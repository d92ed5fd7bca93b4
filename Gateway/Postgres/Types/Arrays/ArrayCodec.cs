using Granary.Grains.Interfaces.Columns;
using Granary.Sql;

namespace Granary.Gateway.Postgres.Types.Arrays;

/// <summary>Arrays of any type. A column says how many dimensions its arrays have; PostgreSQL's types don't, so a value with others is refused.</summary>
internal sealed class ArrayCodec : WireCodec
{
    private readonly ArrayShape _shape;

    public ArrayCodec(SqlType type) : base(type)
    {
        var (element, dimensions) = (type.Storage, 0);
        for (; element.IsArray; dimensions++) element = element.Element!;
        var elementOid = TypeOids.ElementOf(type.Oid);
        if (elementOid == 0) elementOid = WireTypes.TypeOf(element).Oid;
        _shape = new ArrayShape(WireTypes.For(new SqlType(elementOid, type.Modifier, element)), dimensions);
    }

    public override void DecodeText(ReadOnlySpan<byte> text, ColumnBuilder target, WireContext context) =>
        ArrayTextReader<ColumnArraySink>.Read(text, _shape.Dimensions, new ColumnArraySink(_shape, target, context));

    public override void DecodeBinary(ReadOnlySpan<byte> value, ColumnBuilder target, WireContext context) => ArrayBinary.Read(value, _shape, target, context);

    public override void EncodeText(Column column, int row, WireBuffer output, WireContext context) => ArrayTextWriter.Write(column.GetList(row), _shape, output, context);

    public override void EncodeBinary(Column column, int row, WireBuffer output, WireContext context) => ArrayBinary.Write(column.GetList(row), _shape, output, context);
}
