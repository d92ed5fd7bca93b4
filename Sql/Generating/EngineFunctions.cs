namespace Granary.Sql.Generating;

/// <summary>A scalar function that the engine adds to DuckDB, by its exact DuckDB signature. NULL in gives NULL out.</summary>
public sealed record EngineFunction(string Name, IReadOnlyList<string> Parameters, string Result, string Meaning);

/// <summary>
/// The functions that generated text needs and DuckDB lacks. The engine registers each under its name; errors are raised with
/// a message `SQLSTATE xxxxx: words`.
/// </summary>
public static class EngineFunctions
{
    /// <summary>Division of two decimals with PostgreSQL's choice of digits.</summary>
    public static readonly EngineFunction NumericDivide = new("pg_numeric_divide", ["VARCHAR", "VARCHAR"], "VARCHAR",
        "numeric / numeric of two decimal texts: at least 16 significant digits as select_div_scale has it; 22012 for a zero divisor");

    /// <summary>Exact standard deviation and variance of integers and numerics.</summary>
    public static readonly EngineFunction NumericDeviation = new("pg_numeric_deviation", ["BIGINT", "VARCHAR", "VARCHAR", "VARCHAR"], "VARCHAR",
        "count, sum, sum of squares, and one of stddev_samp, stddev_pop, var_samp, var_pop; NULL where PostgreSQL gives NULL");

    /// <summary>Checks json text.</summary>
    public static readonly EngineFunction JsonCheck = new("pg_json_check", ["VARCHAR"], "VARCHAR", "the text itself if it is JSON, else 22P02");

    /// <summary>Normalises jsonb text.</summary>
    public static readonly EngineFunction JsonbNormalize = new("pg_jsonb_normalize", ["VARCHAR"], "VARCHAR",
        "PostgreSQL's normal form: keys by length then bytes, the last of equal keys, `: ` and `, `, numbers without exponent; 22P02 if it is no JSON");

    /// <summary>`-&gt;` by key.</summary>
    public static readonly EngineFunction JsonField = new("pg_json_field", ["VARCHAR", "VARCHAR"], "VARCHAR",
        "the value of a key of a JSON object as it stands in the text; NULL when absent or no object");

    /// <summary>`-&gt;&gt;` by key.</summary>
    public static readonly EngineFunction JsonFieldText = new("pg_json_field_text", ["VARCHAR", "VARCHAR"], "VARCHAR",
        "as pg_json_field, strings unescaped, JSON null as NULL");

    /// <summary>`-&gt;` by key of jsonb.</summary>
    public static readonly EngineFunction JsonbField = new("pg_jsonb_field", ["VARCHAR", "VARCHAR"], "VARCHAR",
        "as pg_json_field, of text in normal form: keys stand once, so the search ends where the key is found");

    /// <summary>`-&gt;&gt;` by key of jsonb.</summary>
    public static readonly EngineFunction JsonbFieldText = new("pg_jsonb_field_text", ["VARCHAR", "VARCHAR"], "VARCHAR",
        "as pg_json_field_text, of text in normal form");

    /// <summary>`-&gt;` by index.</summary>
    public static readonly EngineFunction JsonElement = new("pg_json_element", ["VARCHAR", "INTEGER"], "VARCHAR",
        "the element of a JSON array, counted from 0, negative from the end; NULL when absent or no array");

    /// <summary>`-&gt;&gt;` by index.</summary>
    public static readonly EngineFunction JsonElementText = new("pg_json_element_text", ["VARCHAR", "INTEGER"], "VARCHAR",
        "as pg_json_element, strings unescaped, JSON null as NULL");

    /// <summary>`#&gt;`.</summary>
    public static readonly EngineFunction JsonPath = new("pg_json_path", ["VARCHAR", "VARCHAR[]"], "VARCHAR",
        "the value at a path of keys and indexes; the whole for an empty path; NULL if a step is NULL or absent");

    /// <summary>`#&gt;&gt;`.</summary>
    public static readonly EngineFunction JsonPathText = new("pg_json_path_text", ["VARCHAR", "VARCHAR[]"], "VARCHAR",
        "as pg_json_path, strings unescaped, JSON null as NULL");

    /// <summary>`@&gt;` of jsonb.</summary>
    public static readonly EngineFunction JsonbContains = new("pg_jsonb_contains", ["VARCHAR", "VARCHAR"], "BOOLEAN", "jsonb @> jsonb");

    /// <summary>`?` of jsonb.</summary>
    public static readonly EngineFunction JsonbExists = new("pg_jsonb_exists", ["VARCHAR", "VARCHAR"], "BOOLEAN",
        "whether a text is a top-level key, an array's string element, or the string itself");

    /// <summary>The kind of a JSON value.</summary>
    public static readonly EngineFunction JsonTypeof = new("pg_json_typeof", ["VARCHAR"], "VARCHAR", "object, array, string, number, boolean or null");

    /// <summary>The length of a JSON array.</summary>
    public static readonly EngineFunction JsonArrayLength = new("pg_json_array_length", ["VARCHAR"], "INTEGER", "22023 when it is no array");

    /// <summary>The elements of a JSON array.</summary>
    public static readonly EngineFunction JsonElements = new("pg_json_elements", ["VARCHAR"], "VARCHAR[]", "as they stand in the text; 22023 when it is no array");

    /// <summary>The keys of a JSON object.</summary>
    public static readonly EngineFunction JsonKeys = new("pg_json_keys", ["VARCHAR"], "VARCHAR[]", "in the text's order; 22023 when it is no object");

    /// <summary>A JSON string of a text.</summary>
    public static readonly EngineFunction JsonQuote = new("pg_json_quote", ["VARCHAR"], "VARCHAR", "the text as a JSON string, escaped as PostgreSQL does");

    /// <summary>A JSON object of keys and values.</summary>
    public static readonly EngineFunction JsonObject = new("pg_json_object", ["VARCHAR[]", "VARCHAR[]"], "VARCHAR",
        "json_build_object of key texts and JSON value texts (NULL is null): `{\"k\" : v, …}`");

    /// <summary>One element in an array's text form.</summary>
    public static readonly EngineFunction ArrayQuote = new("pg_array_quote", ["VARCHAR"], "VARCHAR",
        "an array element's text, quoted where array_out quotes: empty, NULL, spaces, braces, commas, quotes, backslashes");

    /// <summary>The elements of an array's text form.</summary>
    public static readonly EngineFunction ArrayParse = new("pg_array_parse", ["VARCHAR"], "VARCHAR[]", "reads `{a,\"b c\",NULL}` of one dimension; 22P02 when malformed");

    /// <summary>PostgreSQL's text of a real.</summary>
    public static readonly EngineFunction Float4Text = new("pg_float4_text", ["FLOAT"], "VARCHAR", "shortest text that reads back, as float4out");

    /// <summary>PostgreSQL's text of a double precision.</summary>
    public static readonly EngineFunction Float8Text = new("pg_float8_text", ["DOUBLE"], "VARCHAR", "shortest text that reads back, as float8out");

    /// <summary>PostgreSQL's text of a timestamp or a date.</summary>
    public static readonly EngineFunction TimestampText = new("pg_timestamp_text", ["TIMESTAMP", "BOOLEAN"], "VARCHAR", "ISO style; the date alone when the second argument is true");

    /// <summary>PostgreSQL's text of a timestamptz.</summary>
    public static readonly EngineFunction TimestampTzText = new("pg_timestamptz_text", ["TIMESTAMPTZ", "VARCHAR"], "VARCHAR", "ISO style in a time zone, with its offset");

    /// <summary>PostgreSQL's text of an interval.</summary>
    public static readonly EngineFunction IntervalText = new("pg_interval_text", ["INTERVAL"], "VARCHAR", "IntervalStyle postgres");

    /// <summary>to_char of times.</summary>
    public static readonly EngineFunction ToCharTime = new("pg_to_char_timestamp", ["TIMESTAMP", "VARCHAR"], "VARCHAR", "to_char(timestamp, format)");

    /// <summary>to_char of moments.</summary>
    public static readonly EngineFunction ToCharMoment = new("pg_to_char_timestamptz", ["TIMESTAMPTZ", "VARCHAR", "VARCHAR"], "VARCHAR",
        "to_char(timestamptz, format) in a time zone: TZ and OF are the zone's at that moment");

    /// <summary>to_char of intervals.</summary>
    public static readonly EngineFunction ToCharInterval = new("pg_to_char_interval", ["INTERVAL", "VARCHAR"], "VARCHAR", "to_char(interval, format)");

    /// <summary>to_char of numbers.</summary>
    public static readonly EngineFunction ToCharNumber = new("pg_to_char_numeric", ["VARCHAR", "VARCHAR"], "VARCHAR", "to_char(numeric, format) of a decimal text");

    /// <summary>format().</summary>
    public static readonly EngineFunction Format = new("pg_format", ["VARCHAR", "VARCHAR[]"], "VARCHAR", "format(text, variadic): %s %I %L %% with positions and widths");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<EngineFunction> All { get; } =
    [
        NumericDivide, NumericDeviation, JsonCheck, JsonbNormalize, JsonField, JsonFieldText, JsonbField, JsonbFieldText, JsonElement, JsonElementText, JsonPath, JsonPathText,
        JsonbContains, JsonbExists, JsonTypeof, JsonArrayLength, JsonElements, JsonKeys, JsonQuote, JsonObject, ArrayQuote, ArrayParse,
        Float4Text, Float8Text, TimestampText, TimestampTzText, IntervalText, ToCharTime, ToCharMoment, ToCharInterval, ToCharNumber, Format,
    ];

    internal static string Call(EngineFunction function, params string[] arguments) => $"{function.Name}({string.Join(", ", arguments)})";
}
