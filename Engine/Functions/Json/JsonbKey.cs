using System.Buffers.Binary;

namespace Granary.Engine.Functions.Json;

/// <summary>
/// jsonb as bytes whose order is that of jsonb (compareJsonbContainers, jsonb_util.c), and which are equal where the values are:
/// object &gt; array &gt; boolean &gt; number &gt; string &gt; null; containers by their number of members first.
/// </summary>
internal static class JsonbKey
{
    private const byte NullTag = 1, StringTag = 2, NumberTag = 3, BooleanTag = 4, ArrayTag = 5, ObjectTag = 6;
    private const byte Negative = 1, Zero = 2, Positive = 3;

    /// <summary>Writes the key of a value in normal form.</summary>
    public static void Write(ReadOnlySpan<byte> json, PooledBuffer output)
    {
        // a scalar at the top is an array of one that sorts before real ones
        if (new JsonCursor(json).Peek() is (byte)'[' or (byte)'{') WriteValue(json, output);
        else
        {
            WriteHead(ArrayTag, 1, output);
            output.WriteByte(0);
            WriteValue(json, output);
        }
    }

    /// <summary>Whether a value holds a number with zeros behind the point that another text of the same value lacks.</summary>
    public static bool HasOtherForms(ReadOnlySpan<byte> json)
    {
        var cursor = new JsonCursor(json);
        switch (cursor.Peek())
        {
            case (byte)'{':
                cursor.Take((byte)'{');
                while (cursor.Key().Length > 0)
                    if (HasOtherForms(cursor.Value())) return true;
                return false;
            case (byte)'[':
                cursor.Take((byte)'[');
                while (cursor.Element(out var element))
                    if (HasOtherForms(element)) return true;
                return false;
            case (byte)'-' or >= (byte)'0' and <= (byte)'9':
                var number = cursor.Value();
                return number.Contains((byte)'.') && number[^1] == '0';
            default:
                return false;
        }
    }

    private static void WriteValue(ReadOnlySpan<byte> json, PooledBuffer output)
    {
        var cursor = new JsonCursor(json);
        switch (cursor.Peek())
        {
            case (byte)'{':
                WriteObject(json, output);
                break;
            case (byte)'[':
                WriteArray(json, output);
                break;
            case (byte)'"':
                output.WriteByte(StringTag);
                WriteText(JsonText.Text(cursor.Value()), output);
                break;
            case (byte)'n':
                output.WriteByte(NullTag);
                break;
            case (byte)'t' or (byte)'f':
                output.WriteByte(BooleanTag);
                output.WriteByte(cursor.Peek() == 't' ? (byte)1 : (byte)0);
                break;
            default:
                output.WriteByte(NumberTag);
                WriteNumber(cursor.Value(), output);
                break;
        }
    }

    private static void WriteObject(ReadOnlySpan<byte> json, PooledBuffer output)
    {
        var counting = new JsonCursor(json);
        var count = 0;
        for (counting.Take((byte)'{'); counting.Key().Length > 0; count++) counting.Value();
        WriteHead(ObjectTag, count, output);
        var cursor = new JsonCursor(json);
        cursor.Take((byte)'{');
        for (var key = cursor.Key(); key.Length > 0; key = cursor.Key())
        {
            WriteText(JsonText.Text(key), output);
            WriteValue(cursor.Value(), output);
        }
    }

    private static void WriteArray(ReadOnlySpan<byte> json, PooledBuffer output)
    {
        WriteHead(ArrayTag, JsonLookup.Length(json), output);
        output.WriteByte(1);
        var cursor = new JsonCursor(json);
        cursor.Take((byte)'[');
        while (cursor.Element(out var element)) WriteValue(element, output);
    }

    private static void WriteHead(byte tag, int count, PooledBuffer output)
    {
        output.WriteByte(tag);
        BinaryPrimitives.WriteInt32BigEndian(output.Reserve(sizeof(int)), count);
        output.Advance(sizeof(int));
    }

    // texts of jsonb hold no NUL, so it ends them below every other byte
    private static void WriteText(ReadOnlySpan<byte> text, PooledBuffer output)
    {
        output.Write(text);
        output.WriteByte(0);
    }

    // sign, power of ten of the first digit, digits without the zeros at either end; all turned round for negatives
    private static void WriteNumber(ReadOnlySpan<byte> number, PooledBuffer output)
    {
        var isNegative = number[0] == '-';
        if (isNegative) number = number[1..];
        var point = number.IndexOf((byte)'.');
        var whole = point < 0 ? number.Length : point;
        var first = number.IndexOfAnyInRange((byte)'1', (byte)'9');
        if (first < 0)
        {
            output.WriteByte(Zero);
            return;
        }

        output.WriteByte(isNegative ? Negative : Positive);
        var start = output.Length;
        var exponent = first < whole ? whole - 1 - first : whole - first;
        BinaryPrimitives.WriteUInt32BigEndian(output.Reserve(sizeof(uint)), (uint)(exponent + int.MaxValue));
        output.Advance(sizeof(uint));
        foreach (var digit in number[first..(number.LastIndexOfAnyInRange((byte)'1', (byte)'9') + 1)])
            if (digit != '.') output.WriteByte(digit);
        output.WriteByte(0);
        if (!isNegative) return;
        foreach (ref var value in output.WrittenFrom(start)) value = (byte)~value;
    }
}
