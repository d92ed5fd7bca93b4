using Granary.Gateway.Postgres.Types.Texts;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Errors;
using Granary.Sql;

namespace Granary.Gateway.Postgres.Types.Json;

/// <summary>`jsonb`: kept as text in PostgreSQL's normal form; a version byte in front in binary.</summary>
internal sealed class JsonbCodec(SqlType type) : WireCodec(type)
{
    private const byte BinaryVersion = 1;

    public override void DecodeText(ReadOnlySpan<byte> text, ColumnBuilder target, WireContext context)
    {
        TextEncoding.Check(text);
        DecodeValidText(text, target, context);
    }

    public override void DecodeValidText(ReadOnlySpan<byte> text, ColumnBuilder target, WireContext context)
    {
        // clients mostly send what a serializer wrote; what came out of PostgreSQL or Granary is normal already
        if (NormalJson.IsNormal(text)) target.AppendBytes(text);
        else if (!NormalJson.TryAppendSorted(text, target)) JsonbNormalizer.Append(text, target);
    }

    public override void DecodeBinary(ReadOnlySpan<byte> value, ColumnBuilder target, WireContext context)
    {
        if (value.IsEmpty) throw ValueErrors.InvalidBinary("no data left in message");
        if (value[0] != BinaryVersion) throw new GranaryException(ErrorKind.Invalid, SqlState.InternalError, $"unsupported jsonb version number {value[0]}");
        DecodeText(value[1..], target, context);
    }

    public override void EncodeText(Column column, int row, WireBuffer output, WireContext context) => output.Write(column.GetBytes(row));

    public override void EncodeBinary(Column column, int row, WireBuffer output, WireContext context)
    {
        output.WriteByte(BinaryVersion);
        output.Write(column.GetBytes(row));
    }
}
