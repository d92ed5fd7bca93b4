using System.Numerics;
using System.Runtime.CompilerServices;
using Granary.Grains.Interfaces.Columns;
using Granary.Sql;

namespace Granary.Gateway.Postgres.Types.Numbers;

/// <summary>`smallint`, `integer` and `bigint`.</summary>
/// <typeparam name="T">How columns hold them.</typeparam>
internal sealed class IntegerCodec<T>(SqlType type, string name) : WireCodec(type)
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    public override bool MayNeedQuotes => false;

    public override void DecodeText(ReadOnlySpan<byte> text, ColumnBuilder target, WireContext context) =>
        target.Append(T.CreateTruncating(IntegerText.Parse(text, long.CreateTruncating(T.MinValue), long.CreateTruncating(T.MaxValue), name)));

    public override void DecodeBinary(ReadOnlySpan<byte> value, ColumnBuilder target, WireContext context)
    {
        if (value.Length != Unsafe.SizeOf<T>()) throw ValueErrors.BinaryLength();
        target.Append(T.ReadBigEndian(value, isUnsigned: false));
    }

    public override void EncodeText(Column column, int row, WireBuffer output, WireContext context) =>
        output.WriteDecimal(long.CreateTruncating(column.Get<T>(row)));

    public override void EncodeBinary(Column column, int row, WireBuffer output, WireContext context) =>
        output.Advance(column.Get<T>(row).WriteBigEndian(output.Reserve(Unsafe.SizeOf<T>())));
}
