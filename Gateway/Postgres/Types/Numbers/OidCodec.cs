using System.Buffers.Binary;
using Granary.Grains.Interfaces.Columns;
using Granary.Sql;

namespace Granary.Gateway.Postgres.Types.Numbers;

/// <summary>`oid`, `xid` and the reg… types kept as bigint: unsigned 32-bit numbers on the wire.</summary>
internal sealed class OidCodec(SqlType type) : WireCodec(type)
{
    public override bool MayNeedQuotes => false;

    public override void DecodeText(ReadOnlySpan<byte> text, ColumnBuilder target, WireContext context) =>
        // PostgreSQL reads oids by strtoul: -1 is 4294967295
        target.Append((long)(uint)IntegerText.Parse(text, int.MinValue, uint.MaxValue, "oid"));

    public override void DecodeBinary(ReadOnlySpan<byte> value, ColumnBuilder target, WireContext context)
    {
        if (value.Length != sizeof(uint)) throw ValueErrors.BinaryLength();
        target.Append((long)BinaryPrimitives.ReadUInt32BigEndian(value));
    }

    public override void EncodeText(Column column, int row, WireBuffer output, WireContext context)
    {
        var value = column.Get<long>(row);
        // `-` is how a reg… type shows that it names nothing
        if (value == 0 && Type.Oid is not (TypeOids.Oid or TypeOids.Xid or TypeOids.Cid)) output.WriteByte((byte)'-');
        else output.WriteDecimal(value);
    }

    public override void EncodeBinary(Column column, int row, WireBuffer output, WireContext context) =>
        output.WriteInt32(unchecked((int)(uint)column.Get<long>(row)));
}
