using Granary.Grains.Interfaces.Columns;

namespace Granary.Gateway.Ingest;

/// <summary>Tells where a number's text, read by a column's input function, gives what PostgreSQL's assignment cast of the literal gives.</summary>
internal static class PlainNumbers
{
    private const int MaxIntegerDigits = 18;

    public static bool IsTakenBy(DataType type, ReadOnlySpan<byte> number)
    {
        switch (type.Kind)
        {
            case TypeKind.Int16 or TypeKind.Int32 or TypeKind.Int64:
                return IsInteger(number); // 1.5 is rounded, which the input function doesn't
            case TypeKind.Float32 or TypeKind.Float64 or TypeKind.Numeric:
                return true;
            case TypeKind.Text:
                return IsInteger(number) && IsCanonical(number);
            default:
                return false;
        }
    }

    private static bool IsInteger(ReadOnlySpan<byte> number)
    {
        if (number.Length > 0 && number[0] == '-') number = number[1..];
        return number.Length is > 0 and <= MaxIntegerDigits && number.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
    }

    // 007 becomes the text 7, and -0 becomes 0
    private static bool IsCanonical(ReadOnlySpan<byte> number) => number.Length == 1 || (number[0] != '0' && !(number[0] == '-' && number[1] == '0'));
}
