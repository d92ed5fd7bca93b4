using Granary.Engine.Tests.DuckDb;

namespace Granary.Engine.Tests.Functions;

/// <summary>Expected values are PostgreSQL 15's own.</summary>
public sealed class JsonFunctionTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Theory]
    [InlineData("pg_json_field('{\"a\": 1, \"b\": {\"c\": [1,2]}}', 'b')", "{\"c\": [1,2]}")]
    [InlineData("pg_json_field('{\"a\": 1, \"a\": 2}', 'a')", "2")]
    [InlineData("pg_json_field('{\"a\\u0062\": 5}', 'ab')", "5")]
    [InlineData("pg_json_field('{\"a\": 1}', 'b')", null)]
    [InlineData("pg_json_field('[1]', 'a')", null)]
    [InlineData("pg_json_field('\"a\"', 'a')", null)]
    [InlineData("pg_json_field('{}', 'a')", null)]
    [InlineData("pg_json_field(' { \"x y\" : \"}{\\\"\" , \"z\":[{\"q\":1}] } ', 'z')", "[{\"q\":1}]")]
    [InlineData("pg_json_field_text('{\"a\": \"x\\n\\u00e9\"}', 'a')", "x\né")]
    [InlineData("pg_json_field_text('{\"a\": null}', 'a')", null)]
    [InlineData("pg_json_field_text('{\"a\": {\"b\": \"c\"}}', 'a')", "{\"b\": \"c\"}")]
    [InlineData("pg_jsonb_field('{\"a\": 1, \"b\": {\"c\": [1,2]}}', 'b')", "{\"c\": [1,2]}")]
    [InlineData("pg_jsonb_field_text('{\"b\": \"x\", \"aa\": \"a value of more than twelve bytes\"}', 'aa')", "a value of more than twelve bytes")]
    [InlineData("pg_jsonb_field_text('{\"b\": \"twelve bytes\", \"aa\": null}', 'b')", "twelve bytes")]
    [InlineData("pg_jsonb_field_text('{\"b\": \"\", \"aa\": null}', 'b')", "")]
    [InlineData("pg_jsonb_field_text('{\"b\": \"x\", \"aa\": null}', 'aa')", null)]
    [InlineData("pg_jsonb_field('{\"b\": \"x\"}', 'c')", null)]
    [InlineData("pg_jsonb_field('[1]', 'c')", null)]
    [InlineData("pg_json_element('[1, [2, 3], \"x\"]', 1)", "[2, 3]")]
    [InlineData("pg_json_element('[1, 2, 3]', -1)", "3")]
    [InlineData("pg_json_element('[1, 2, 3]', -4)", null)]
    [InlineData("pg_json_element('[1, 2, 3]', 3)", null)]
    [InlineData("pg_json_element('{\"0\": 1}', 0)", null)]
    [InlineData("pg_json_element_text('[\"a\\\"b\"]', 0)", "a\"b")]
    [InlineData("pg_json_path('{\"a\": [10, {\"b\": 7}]}', ['a', '1', 'b'])", "7")]
    [InlineData("pg_json_path('{\"a\": 1}', []::VARCHAR[])", "{\"a\": 1}")]
    [InlineData("pg_json_path('{\"a\": 1}', ['a', 'b'])", null)]
    [InlineData("pg_json_path_text('{\"a\": [\"x\"]}', ['a', '0'])", "x")]
    [InlineData("pg_json_typeof(' [1]')", "array")]
    [InlineData("pg_json_typeof('-1.5')", "number")]
    [InlineData("pg_json_typeof('true')", "boolean")]
    [InlineData("pg_json_typeof('null')", "null")]
    [InlineData("pg_json_array_length('[1, [2, 3], {\"a\": [4]}]')::VARCHAR", "3")]
    [InlineData("pg_json_elements('[1, \"a\", null]')::VARCHAR", "[1, '\"a\"', 'null']")]
    [InlineData("pg_json_keys('{\"b\": 1, \"a\\n\": {\"x\": 2}}')[2]", "a\n")]
    [InlineData("pg_json_quote('a\"\\' || chr(9) || chr(1))", "\"a\\\"\\\\\\t\\u0001\"")]
    [InlineData("pg_json_object(['a', 'b'], ['1', NULL])", "{\"a\" : 1, \"b\" : null}")]
    public void Json_functions_answer_as_PostgreSQL_does(string call, string? expected) =>
        Assert.Equal(expected, _database.Text($"SELECT {call}"));

    [Theory]
    [InlineData("{\"a\": 1, \"b\": 2}", "{\"b\": 2}", true)]
    [InlineData("{\"a\": {\"b\": [1, 2, {\"c\": 3}]}}", "{\"a\": {\"b\": [{\"c\": 3}, 1]}}", true)]
    [InlineData("[1, 2, 3]", "[3, 1, 1]", true)]
    [InlineData("[1, 2, [1, 3]]", "[1, 3]", false)]
    [InlineData("[1, 2, [1, 3]]", "[[1, 3]]", true)]
    [InlineData("[\"foo\", \"bar\"]", "\"bar\"", true)]
    [InlineData("\"bar\"", "[\"bar\"]", false)]
    [InlineData("{\"foo\": {\"bar\": \"baz\"}}", "{\"bar\": \"baz\"}", false)]
    [InlineData("{\"a\": 1.0}", "{\"a\": 1}", true)]
    [InlineData("{\"a\": null}", "{\"a\": null}", true)]
    [InlineData("{\"a\": []}", "{\"a\": {}}", false)]
    public void Containment_follows_PostgreSQLs_rules(string left, string right, bool expected) =>
        Assert.Equal(expected ? "true" : "false", _database.Text($"SELECT pg_jsonb_contains('{left}', '{right}')::VARCHAR"));

    [Fact]
    public void Wrong_kinds_are_refused_with_PostgreSQLs_words()
    {
        Assert.Contains("SQLSTATE 22023: cannot get array length of a scalar", _database.Refusal("SELECT pg_json_array_length('1')").Message, StringComparison.Ordinal);
        Assert.Contains("SQLSTATE 22023: cannot extract elements from an object", _database.Refusal("SELECT pg_json_elements('{}')").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Broken_text_never_leaves_its_span()
    {
        var random = new Random(7);
        var pieces = new[] { "{", "}", "[", "]", "\"", "\\", ":", ",", "a", "1", " " };
        for (var i = 0; i < 20_000; i++)
        {
            var text = System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => pieces[random.Next(pieces.Length)])));
            Granary.Engine.Functions.Json.JsonLookup.Element(text, random.Next(-2, 3), out _);
            Granary.Engine.Functions.Json.JsonLookup.Length(text);
        }
    }
}
