using System.Buffers;
using Granary.Engine.DuckDb;
using Granary.Engine.DuckDb.Native;
using Granary.Grains.Interfaces.Errors;
using Granary.Grains.Interfaces.Values.Json;

namespace Granary.Engine.Functions.Json;

/// <summary>PostgreSQL's json and jsonb operators and functions over JSON text (PostgreSQL 15, 9.16).</summary>
internal static class JsonFunctions
{
    public static void Register(DuckDbConnection connection)
    {
        ScalarFunction.Register(connection, "pg_jsonb_key", RowBodies.Writing([DuckDbType.Varchar], Key) with { Result = new DuckDbType(DuckDbTypeId.Blob) });
        ScalarFunction.Register(connection, "pg_jsonb_group", RowBodies.Of(Group));
        ScalarFunction.Register(connection, "pg_jsonb_array", RowBodies.Of(AsArray));
        ScalarFunction.Register(connection, "pg_json_check", RowBodies.Of(Check));
        ScalarFunction.Register(connection, "pg_jsonb_normalize", RowBodies.Of(Normalize));
        ScalarFunction.Register(connection, "pg_json_field", RowBodies.Of(JsonLookup.Field));
        ScalarFunction.Register(connection, "pg_json_field_text", RowBodies.Of(FieldText));
        ScalarFunction.Register(connection, "pg_jsonb_field", RowBodies.Of(JsonLookup.UniqueField));
        ScalarFunction.Register(connection, "pg_jsonb_field_text", RowBodies.Of(UniqueFieldText));
        ScalarFunction.Register(connection, "pg_json_element", RowBodies.Of(JsonLookup.Element));
        ScalarFunction.Register(connection, "pg_json_element_text", RowBodies.Of(ElementText));
        ScalarFunction.Register(connection, "pg_json_path", Path(asText: false));
        ScalarFunction.Register(connection, "pg_json_path_text", Path(asText: true));
        ScalarFunction.Register(connection, "pg_jsonb_contains", RowBodies.Of(JsonContainment.Contains));
        ScalarFunction.Register(connection, "pg_jsonb_exists", RowBodies.Of(JsonContainment.Exists));
        ScalarFunction.Register(connection, "pg_json_typeof", RowBodies.Of(TypeOf));
        ScalarFunction.Register(connection, "pg_json_array_length", RowBodies.Of(ArrayLength));
        ScalarFunction.Register(connection, "pg_json_elements", RowBodies.Of(Elements));
        ScalarFunction.Register(connection, "pg_json_keys", RowBodies.Of(Keys));
        ScalarFunction.Register(connection, "pg_json_quote", RowBodies.Of(Quote));
        ScalarFunction.Register(connection, "pg_json_object", Object());
    }

    private static void Check(ReadOnlySpan<byte> json, PooledBuffer scratch, out ReadOnlySpan<byte> text)
    {
        new JsonScanner(json).CheckDocument();
        text = json;
    }

    private static void Normalize(ReadOnlySpan<byte> json, PooledBuffer scratch, out ReadOnlySpan<byte> text)
    {
        text = json;
        if (NormalJson.IsNormal(json)) return;
        JsonbNormalizer.Write(json, scratch);
        text = scratch.Written;
    }

    /// <summary>A value as `-&gt;&gt;` gives it: strings unescaped, null as NULL.</summary>
    private static bool AsText(ReadOnlySpan<byte> value, out ReadOnlySpan<byte> text)
    {
        text = value.Length > 0 && value[0] == (byte)'"' ? JsonText.Text(value) : value;
        return !JsonText.IsNull(value);
    }

    private static bool FieldText(ReadOnlySpan<byte> json, ReadOnlySpan<byte> key, out ReadOnlySpan<byte> text)
    {
        text = default;
        return JsonLookup.Field(json, key, out var value) && AsText(value, out text);
    }

    private static bool UniqueFieldText(ReadOnlySpan<byte> json, ReadOnlySpan<byte> key, out ReadOnlySpan<byte> text)
    {
        text = default;
        return JsonLookup.UniqueField(json, key, out var value) && AsText(value, out text);
    }

    private static bool ElementText(ReadOnlySpan<byte> json, int index, out ReadOnlySpan<byte> text)
    {
        text = default;
        return JsonLookup.Element(json, index, out var value) && AsText(value, out text);
    }

    private static bool TypeOf(ReadOnlySpan<byte> json, out ReadOnlySpan<byte> text)
    {
        text = JsonLookup.TypeOf(json);
        return true;
    }

    private static bool Quote(ReadOnlySpan<byte> value, out ReadOnlySpan<byte> text)
    {
        var quoted = new ArrayBufferWriter<byte>(value.Length + 8);
        JsonString.Write(value, quoted);
        text = quoted.WrittenSpan;
        return true;
    }

    private static int ArrayLength(ReadOnlySpan<byte> json)
    {
        var length = JsonLookup.Length(json);
        return length >= 0 ? length : throw FunctionErrors.Of(SqlState.InvalidParameterValue, $"cannot get array length of a {(IsObject(json) ? "non-array" : "scalar")}");
    }

    private static void Elements(ReadOnlySpan<byte> json, TextList result)
    {
        var cursor = new JsonCursor(json);
        if (!cursor.Take((byte)'[')) throw FunctionErrors.Of(SqlState.InvalidParameterValue, $"cannot extract elements from {(IsObject(json) ? "an object" : "a scalar")}");
        while (cursor.Element(out var element)) result.Add(element);
    }

    private static void Keys(ReadOnlySpan<byte> json, TextList result)
    {
        var cursor = new JsonCursor(json);
        if (!cursor.Take((byte)'{'))
            throw FunctionErrors.Of(SqlState.InvalidParameterValue, $"cannot call json_object_keys on {(new JsonCursor(json).Peek() == (byte)'[' ? "an array" : "a scalar")}");
        for (var key = cursor.Key(); key.Length > 0; key = cursor.Key())
        {
            result.Add(JsonText.Text(key));
            cursor.Value();
        }
    }

    private static bool IsObject(ReadOnlySpan<byte> json) => new JsonCursor(json).Peek() == (byte)'{';

    private static ScalarOverload Path(bool asText) => new([DuckDbType.Varchar, DuckDbType.List(DuckDbType.Varchar)], DuckDbType.Varchar, (arguments, result) =>
    {
        var json = arguments[0];
        var paths = arguments[1];
        var entries = paths.Values<TextList.ListEntry>(arguments.RowCount);
        var steps = paths.ListChild();
        for (var row = 0; row < arguments.RowCount; row++)
        {
            if (arguments.IsNull(row)) continue;
            if (Follow(json.Bytes(row), steps, entries[row], out var value) && (!asText || AsText(value, out value))) result.SetBytes(row, value);
            else result.SetNull(row);
        }
    });

    private static bool Follow(ReadOnlySpan<byte> json, VectorReader steps, TextList.ListEntry path, out ReadOnlySpan<byte> value)
    {
        value = new JsonCursor(json).Value();
        for (var step = (int)path.Offset; step < (int)(path.Offset + path.Length); step++)
            if (steps.IsNull(step) || !JsonLookup.Step(value, steps.Bytes(step), out value)) return false;
        return true;
    }

    private static ScalarOverload Object()
    {
        var texts = DuckDbType.List(DuckDbType.Varchar);
        return new ScalarOverload([texts, texts], DuckDbType.Varchar, (arguments, result) =>
        {
            var keys = arguments[0];
            var values = arguments[1];
            var keyEntries = keys.Values<TextList.ListEntry>(arguments.RowCount);
            var valueEntries = values.Values<TextList.ListEntry>(arguments.RowCount);
            var keyTexts = keys.ListChild();
            var valueTexts = values.ListChild();
            var json = new ArrayBufferWriter<byte>();
            for (var row = 0; row < arguments.RowCount; row++)
            {
                if (arguments.IsNull(row)) continue;
                json.ResetWrittenCount();
                json.Write("{"u8);
                for (var i = 0UL; i < keyEntries[row].Length; i++)
                {
                    var (key, value) = ((int)(keyEntries[row].Offset + i), (int)(valueEntries[row].Offset + i));
                    if (keyTexts.IsNull(key)) throw FunctionErrors.Of(SqlState.InvalidParameterValue, $"argument {2 * i + 1} cannot be null");
                    if (i > 0) json.Write(", "u8);
                    JsonString.Write(keyTexts.Bytes(key), json);
                    json.Write(" : "u8);
                    json.Write(valueTexts.IsNull(value) ? "null"u8 : valueTexts.Bytes(value));
                }

                json.Write("}"u8);
                result.SetBytes(row, json.WrittenSpan);
            }
        });
    }

    private static bool Key(in ScalarArguments arguments, int row, PooledBuffer output)
    {
        JsonbKey.Write(arguments[0].Bytes(row), output);
        return true;
    }

    // 1 and 1.0 are one group, of which PostgreSQL shows the first: that can't be told from the texts
    private static void Group(ReadOnlySpan<byte> json, PooledBuffer scratch, out ReadOnlySpan<byte> result) => result = JsonbKey.HasOtherForms(json)
        ? throw ValueErrors.Unsupported("jsonb with numbers that end in zeros behind the point can't be made distinct or grouped", "Group by its text.")
        : json;

    // a scalar at the top of jsonb counts as an array of one
    private static void AsArray(ReadOnlySpan<byte> json, PooledBuffer scratch, out ReadOnlySpan<byte> result)
    {
        result = json;
        if (new JsonCursor(json).Peek() is (byte)'[' or (byte)'{') return;
        scratch.WriteByte((byte)'[');
        scratch.Write(json);
        scratch.WriteByte((byte)']');
        result = scratch.Written;
    }
}
