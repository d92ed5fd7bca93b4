using Granary.Gateway.Postgres.Messages.Frontend;
using Granary.Gateway.Postgres.Types;
using Granary.Grains.Interfaces.Columns;
using Granary.Sql;

namespace Granary.Gateway.Postgres.Statements;

/// <summary>Reads the values of a Bind into one row of the parameters' types.</summary>
internal static class ParameterDecoder
{
    public static ColumnBatch? Decode(in BindMessage message, IReadOnlyList<SqlType> types, WireContext context)
    {
        if (types.Count == 0) return null;
        var columns = new Column[types.Count];
        var values = message.Values;
        for (var i = 0; i < columns.Length; i++)
        {
            var builder = new ColumnBuilder(types[i].Storage);
            if (!BindMessage.ReadValue(ref values, out var value)) builder.AppendNull();
            else Append(WireTypes.For(types[i]), BindMessage.FormatOf(message.ParameterFormats, i), value, builder, context);
            columns[i] = builder.ToColumn();
        }

        return new ColumnBatch(ParameterNames.First(columns.Length), columns, 1);
    }

    public static void Append(WireCodec codec, short format, ReadOnlySpan<byte> value, ColumnBuilder target, WireContext context)
    {
        if (format == 1) codec.DecodeBinary(value, target, context);
        else codec.DecodeText(value, target, context);
    }
}
