using System.Text;
using Granary.Gateway.Postgres.Types;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Errors;
using Granary.Testing.Postgres;

namespace Granary.Gateway.Tests.Types;

/// <summary>Sends a text through a real PostgreSQL and through a codec of ours, and says where they differ.</summary>
internal sealed class CodecComparison(RawConnection postgres, string typeName, DataType type, WireContext context)
{
    private readonly WireCodec _codec = WireTypes.For(type);

    /// <summary>What is wrong about a text; null when all agrees.</summary>
    public string? Compare(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var asText = postgres.Execute($"select $1::{typeName}", bytes, binaryParameter: false, binaryResult: false);
        var builder = new ColumnBuilder(type);
        GranaryException? refused = null;
        try
        {
            _codec.DecodeText(bytes, builder, context);
        }
        catch (GranaryException error)
        {
            refused = error;
        }

        if (asText.Error is { } expected) return CompareErrors(text, expected, refused);
        if (refused is not null) return refused.SqlState == SqlState.FeatureNotSupported ? null : $"'{text}': refused with {refused.SqlState} {refused.Message}, PostgreSQL gives {Show(asText.Rows[0][0])}";
        var column = builder.ToColumn();
        var encoded = Encode(column, binary: false);
        if (!encoded.SequenceEqual(asText.Rows[0][0]!)) return $"'{text}': text {Show(encoded)}, PostgreSQL gives {Show(asText.Rows[0][0])}";

        var asBinary = postgres.Execute($"select $1::{typeName}", bytes, binaryParameter: false, binaryResult: true).Rows[0][0]!;
        encoded = Encode(column, binary: true);
        if (!encoded.SequenceEqual(asBinary)) return $"'{text}': binary {Convert.ToHexString(encoded)}, PostgreSQL gives {Convert.ToHexString(asBinary)}";

        var again = new ColumnBuilder(type);
        _codec.DecodeBinary(asBinary, again, context);
        encoded = Encode(again.ToColumn(), binary: false);
        return encoded.SequenceEqual(asText.Rows[0][0]!) ? null : $"'{text}': by binary {Show(encoded)}, PostgreSQL gives {Show(asText.Rows[0][0])}";
    }

    private static string? CompareErrors(string text, Dictionary<char, string> expected, GranaryException? refused)
    {
        if (refused is null) return $"'{text}': taken, PostgreSQL says {expected['C']} {expected['M']}";
        if (refused.SqlState == SqlState.FeatureNotSupported) return null;
        return refused.SqlState == expected['C'] && refused.Message == expected['M'] ? null
            : $"'{text}': {refused.SqlState} {refused.Message}, PostgreSQL says {expected['C']} {expected['M']}";
    }

    private byte[] Encode(Column column, bool binary)
    {
        using var output = new WireBuffer();
        if (binary) _codec.EncodeBinary(column, 0, output, context);
        else _codec.EncodeText(column, 0, output, context);
        return output.Written.ToArray();
    }

    private static string Show(byte[]? bytes) => bytes is null ? "NULL" : Encoding.UTF8.GetString(bytes);
}
