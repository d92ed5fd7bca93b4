using System.Buffers.Text;
using Granary.Gateway.Postgres.Types;
using Granary.Grains.Interfaces.Columns;
using Granary.Sql;

namespace Granary.Gateway.Postgres.Statements;

/// <summary>Puts a parameter of one type into a column of another, as an assignment does. The front end has checked that there is a cast.</summary>
internal static class AssignmentCast
{
    public static void Append(SqlType declared, short format, ReadOnlySpan<byte> value, WireCodec codec, ColumnBuilder target, WireContext context)
    {
        var builder = new ColumnBuilder(declared.Storage);
        ParameterDecoder.Append(WireTypes.For(declared), format, value, builder, context);
        Append(builder.ToColumn(), declared, codec, target, context);
    }

    /// <summary>Appends the first row of a column.</summary>
    public static void Append(Column column, SqlType from, WireCodec codec, ColumnBuilder target, WireContext context)
    {
        using var text = new WireBuffer(64);
        if (RoundsToInteger(column, from, target.Type) is { } rounded) text.Write(rounded);
        else WireTypes.For(from).EncodeText(column, 0, text, context);
        codec.DecodeText(text.Written, target, context);
    }

    // floats go to the nearest integer, halves to the even one; the column's own range check comes after
    private static byte[]? RoundsToInteger(Column column, SqlType from, DataType to)
    {
        if (to.Kind is not (TypeKind.Int16 or TypeKind.Int32 or TypeKind.Int64)) return null;
        double? number = from.Storage.Kind switch
        {
            TypeKind.Float32 => column.Values<float>()[0],
            TypeKind.Float64 => column.Values<double>()[0],
            _ => null,
        };
        if (number is not { } value || !double.IsFinite(value)) return null;
        var digits = new byte[400];
        return Utf8Formatter.TryFormat(Math.Round(value, MidpointRounding.ToEven), digits, out var written, new System.Buffers.StandardFormat('F', 0)) ? digits[..written] : null;
    }
}
