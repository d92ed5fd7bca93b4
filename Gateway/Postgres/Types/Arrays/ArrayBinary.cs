using System.Buffers.Binary;
using Granary.Grains.Interfaces.Columns;

namespace Granary.Gateway.Postgres.Types.Arrays;

/// <summary>Arrays in PostgreSQL's binary format: dimensions, a flag for NULLs, the element type, lengths and lower bounds, then the elements.</summary>
internal static class ArrayBinary
{
    public static void Write(Column list, ArrayShape shape, WireBuffer output, WireContext context)
    {
        var lengths = shape.LengthsOf(list);
        for (var i = 1; i < lengths.Length; i++)
        {
            var offsets = list.Offsets;
            list = list.Child!.Slice(offsets[0], offsets[^1] - offsets[0]);
        }

        output.WriteInt32(lengths.Length);
        output.WriteInt32(lengths.Length > 0 && HasNulls(list) ? 1 : 0);
        output.WriteInt32(unchecked((int)shape.Element.Type.Oid));
        foreach (var length in lengths)
        {
            output.WriteInt32(length);
            output.WriteInt32(1);
        }

        if (lengths.Length == 0) return;
        for (var i = 0; i < list.Length; i++)
        {
            if (list.IsNull(i))
            {
                output.WriteInt32(-1);
                continue;
            }

            var at = output.Length;
            output.WriteInt32(0);
            shape.Element.EncodeBinary(list, i, output, context);
            output.Patch(at, output.Length - at - 4);
        }
    }

    public static void Read(ReadOnlySpan<byte> value, ArrayShape shape, ColumnBuilder target, WireContext context)
    {
        var dimensions = TakeInt32(ref value);
        var flags = TakeInt32(ref value);
        var element = unchecked((uint)TakeInt32(ref value));
        if (dimensions is < 0 or > ArrayErrors.MaxDimensions) throw ValueErrors.InvalidBinary($"invalid number of dimensions: {dimensions}");
        if (flags is not (0 or 1)) throw ValueErrors.InvalidBinary("invalid array flags");
        if (!IsCompatible(element, shape.Element.Type.Oid))
            throw ValueErrors.Invalid(Granary.Grains.Interfaces.Errors.SqlState.DatatypeMismatch, "wrong element type");
        var lengths = new int[dimensions];
        long total = 1;
        for (var i = 0; i < dimensions; i++)
        {
            lengths[i] = TakeInt32(ref value);
            var low = TakeInt32(ref value);
            if (lengths[i] < 0) throw ValueErrors.InvalidBinary("invalid array length");
            if (low != 1 && lengths[i] > 0) throw ArrayErrors.CustomBounds();
            total *= lengths[i];
            if (total * 4 > value.Length) throw ValueErrors.InvalidBinary("insufficient data left in message");
        }

        if (dimensions > 0 && total > 0)
        {
            if (dimensions != shape.Dimensions) throw shape.WrongDimensions(dimensions);
            ReadLevel(ref value, lengths, shape.Element, target, context);
        }
        else target.EndList();

        if (!value.IsEmpty) throw ValueErrors.BinaryLength();
    }

    private static void ReadLevel(scoped ref ReadOnlySpan<byte> value, scoped ReadOnlySpan<int> lengths, WireCodec element, ColumnBuilder target, WireContext context)
    {
        for (var i = 0; i < lengths[0]; i++)
        {
            if (lengths.Length > 1)
            {
                ReadLevel(ref value, lengths[1..], element, target.Child, context);
                continue;
            }

            var length = TakeInt32(ref value);
            if (length == -1) target.Child.AppendNull();
            else
            {
                if (length < 0 || length > value.Length) throw ValueErrors.InvalidBinary("insufficient data left in message");
                element.DecodeBinary(value[..length], target.Child, context);
                value = value[length..];
            }
        }

        target.EndList();
    }

    // drivers name text where the column is varchar and the like: the bytes are the same
    private static bool IsCompatible(uint found, uint wanted) => found == wanted || (IsTextLike(found) && IsTextLike(wanted));

    private static bool IsTextLike(uint oid) => oid is TypeOids.Text or TypeOids.Varchar or TypeOids.Bpchar or TypeOids.Name or TypeOids.Unknown;

    private static bool HasNulls(Column list)
    {
        if (!list.MayHaveNulls) return false;
        for (var i = 0; i < list.Length; i++)
            if (list.IsNull(i)) return true;
        return false;
    }

    private static int TakeInt32(ref ReadOnlySpan<byte> value)
    {
        if (value.Length < 4) throw ValueErrors.InvalidBinary("insufficient data left in message");
        var taken = BinaryPrimitives.ReadInt32BigEndian(value);
        value = value[4..];
        return taken;
    }
}
