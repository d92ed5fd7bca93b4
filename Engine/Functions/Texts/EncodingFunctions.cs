using System.Text;
using Granary.Engine.DuckDb;
using Granary.Engine.DuckDb.Native;
using Granary.Grains.Interfaces.Errors;
using Granary.Grains.Interfaces.Values.Texts;

namespace Granary.Engine.Functions.Texts;

/// <summary>encode, decode and convert_from (encode.c), chr and reverse, which go by characters.</summary>
internal static class EncodingFunctions
{
    private const int LineLength = 76;

    private static readonly DuckDbType Blob = new(DuckDbTypeId.Blob);

    public static void Register(DuckDbConnection connection)
    {
        ScalarFunction.Register(connection, "pg_encode", RowBodies.Writing([Blob, DuckDbType.Varchar], Encode));
        ScalarFunction.Register(connection, "pg_decode", RowBodies.Writing([DuckDbType.Varchar, DuckDbType.Varchar], Decode) with { Result = Blob });
        ScalarFunction.Register(connection, "pg_convert_from", RowBodies.Writing([Blob, DuckDbType.Varchar], ConvertFrom));
        ScalarFunction.Register(connection, "pg_chr", RowBodies.Writing([DuckDbType.Integer], Chr));
        ScalarFunction.Register(connection, "pg_reverse", RowBodies.Writing([DuckDbType.Varchar], Reverse));
    }

    private static bool Encode(in ScalarArguments arguments, int row, PooledBuffer output)
    {
        var bytes = arguments[0].Bytes(row);
        switch (NameOf(arguments[1].Bytes(row)))
        {
            case "hex":
                Convert.TryToHexStringLower(bytes, output.Reserve(2 * bytes.Length), out var written);
                output.Advance(written);
                break;
            case "base64":
                var text = Convert.ToBase64String(bytes);
                for (var i = 0; i < text.Length; i += LineLength)
                {
                    if (i > 0) output.WriteByte((byte)'\n');
                    output.Write(Encoding.ASCII.GetBytes(text.Substring(i, Math.Min(LineLength, text.Length - i))));
                }

                break;
            default:
                WriteEscaped(bytes, output);
                break;
        }

        return true;
    }

    // esc_encode leaves all but zeros, high bytes and backslashes as they are
    private static void WriteEscaped(ReadOnlySpan<byte> bytes, PooledBuffer output)
    {
        foreach (var value in bytes)
        {
            if (value is > 0 and < 0x80 && value != '\\') output.WriteByte(value);
            else ByteaText.WriteEscaped([value], output);
        }
    }

    private static bool Decode(in ScalarArguments arguments, int row, PooledBuffer output)
    {
        var text = arguments[0].Bytes(row);
        switch (NameOf(arguments[1].Bytes(row)))
        {
            case "hex":
                output.Advance(ByteaText.ReadHex(text, output.Reserve(text.Length)));
                break;
            case "base64":
                DecodeBase64(text, output);
                break;
            default:
                output.Advance(ByteaText.ReadEscaped(text, output.Reserve(text.Length)));
                break;
        }

        return true;
    }

    private static void DecodeBase64(ReadOnlySpan<byte> text, PooledBuffer output)
    {
        var letters = new StringBuilder();
        foreach (var letter in text)
        {
            if (letter is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r') continue;
            if (!char.IsAsciiLetterOrDigit((char)letter) && letter is not ((byte)'+' or (byte)'/' or (byte)'='))
                throw ValueErrors.Invalid(SqlState.InvalidParameterValue, $"invalid symbol \"{ValueErrors.Show([letter])}\" found while decoding base64 sequence");
            letters.Append((char)letter);
        }

        var room = output.Reserve(letters.Length);
        if (!Convert.TryFromBase64String(letters.ToString(), room, out var written))
            throw ValueErrors.Invalid(SqlState.InvalidParameterValue, "invalid base64 end sequence");
        output.Advance(written);
    }

    private static bool ConvertFrom(in ScalarArguments arguments, int row, PooledBuffer output)
    {
        var bytes = arguments[0].Bytes(row);
        var name = Encoding.UTF8.GetString(arguments[1].Bytes(row)).ToUpperInvariant();
        if (name is not ("UTF8" or "UTF-8" or "UNICODE")) throw ValueErrors.Unsupported($"the encoding {name} is not supported");
        var bad = System.Text.Unicode.Utf8.IsValid(bytes) ? bytes.IndexOf((byte)0) : Math.Max(0, FirstInvalid(bytes));
        if (bad >= 0) throw ValueErrors.Invalid(SqlState.CharacterNotInRepertoire, $"invalid byte sequence for encoding \"UTF8\": 0x{bytes[bad]:x2}");
        output.Write(bytes);
        return true;
    }

    private static int FirstInvalid(ReadOnlySpan<byte> bytes)
    {
        for (var at = 0; at < bytes.Length;)
        {
            if (Rune.DecodeFromUtf8(bytes[at..], out _, out var length) != System.Buffers.OperationStatus.Done) return at;
            at += length;
        }

        return -1;
    }

    private static bool Chr(in ScalarArguments arguments, int row, PooledBuffer output)
    {
        const string limitExceeded = "54000";
        var code = arguments[0].Values<int>(arguments.RowCount)[row];
        if (code < 0) throw ValueErrors.Invalid(SqlState.InvalidParameterValue, "character number must be positive");
        if (code == 0) throw ValueErrors.Invalid(limitExceeded, "null character not permitted");
        if (code > 0x10ffff) throw ValueErrors.Invalid(limitExceeded, $"requested character too large for encoding: {code}");
        if (!Rune.IsValid(code)) throw ValueErrors.Invalid(limitExceeded, $"requested character not valid for encoding: {code}");
        output.Advance(new Rune(code).EncodeToUtf8(output.Reserve(4)));
        return true;
    }

    private static bool Reverse(in ScalarArguments arguments, int row, PooledBuffer output)
    {
        var text = arguments[0].Bytes(row);
        while (!text.IsEmpty)
        {
            Rune.DecodeLastFromUtf8(text, out _, out var length);
            output.Write(text[^length..]);
            text = text[..^length];
        }

        return true;
    }

    private static string NameOf(ReadOnlySpan<byte> name)
    {
        var lower = Encoding.UTF8.GetString(name).ToLowerInvariant();
        return lower is "hex" or "base64" or "escape" ? lower
            : throw ValueErrors.Invalid(SqlState.InvalidParameterValue, $"unrecognized encoding: \"{ValueErrors.Show(name)}\"");
    }
}
