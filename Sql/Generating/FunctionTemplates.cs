using System.Text;
using Granary.Sql.Catalog.Facts;

namespace Granary.Sql.Generating;

/// <summary>
/// PostgreSQL's functions whose DuckDB text is a template: {0} is the first argument, {*} all of them. The key is the
/// signature in pg_type's names; `name/2` is any signature of two arguments, and `name` any at all.
/// </summary>
internal static class FunctionTemplates
{
    private static readonly Dictionary<string, string> Templates = new(StringComparer.Ordinal)
    {
        // text
        ["lower(text)"] = "lower({0})",
        ["upper(text)"] = "(CASE WHEN contains({0}, 'ß') THEN array_to_string(list_transform(string_split({0}, 'ß'), lambda p: upper(p)), 'ß') ELSE upper({0}) END)",
        ["initcap(text)"] = "(CASE WHEN {0} IS NULL THEN NULL ELSE array_to_string(list_transform(regexp_extract_all({0}, '[\\p{L}\\p{N}]+|[^\\p{L}\\p{N}]+'), lambda p: (CASE WHEN left(p, 1) = 'ß' THEN 'ß' ELSE upper(left(p, 1)) END) || lower(substr(p, 2))), '') END)",
        ["length(text)"] = "CAST(length({0}) AS INTEGER)",
        ["length(bpchar)"] = "CAST(length(rtrim({0}, ' ')) AS INTEGER)",
        ["length(bytea)"] = "CAST(octet_length({0}) AS INTEGER)",
        ["char_length"] = "CAST(length({0}) AS INTEGER)",
        ["character_length"] = "CAST(length({0}) AS INTEGER)",
        ["octet_length(text)"] = "CAST(octet_length(encode({0})) AS INTEGER)",
        ["octet_length(bytea)"] = "CAST(octet_length({0}) AS INTEGER)",
        ["bit_length(text)"] = "CAST(octet_length(encode({0})) * 8 AS INTEGER)",
        ["btrim(text)"] = "trim({0}, ' ')",
        ["btrim(text,text)"] = "trim({0}, {1})",
        ["ltrim(text)"] = "ltrim({0}, ' ')",
        ["ltrim(text,text)"] = "ltrim({0}, {1})",
        ["rtrim(text)"] = "rtrim({0}, ' ')",
        ["rtrim(text,text)"] = "rtrim({0}, {1})",
        ["left(text,int4)"] = "left({0}, {1})",
        ["right(text,int4)"] = "(CASE WHEN {1} = -2147483648 THEN {0} ELSE right({0}, {1}) END)",
        ["lpad(text,int4)"] = "lpad({0}, greatest({1}, 0), ' ')",
        ["lpad(text,int4,text)"] = "(CASE WHEN {2} = '' THEN left({0}, greatest({1}, 0)) ELSE lpad({0}, greatest({1}, 0), {2}) END)",
        ["rpad(text,int4)"] = "rpad({0}, greatest({1}, 0), ' ')",
        ["rpad(text,int4,text)"] = "(CASE WHEN {2} = '' THEN left({0}, greatest({1}, 0)) ELSE rpad({0}, greatest({1}, 0), {2}) END)",
        ["repeat(text,int4)"] = "repeat({0}, greatest({1}, 0))",
        ["replace(text,text,text)"] = "(CASE WHEN {1} = '' THEN {0} ELSE replace({0}, {1}, {2}) END)",
        ["reverse(text)"] = "pg_reverse({0})",
        ["translate(text,text,text)"] = "translate({0}, {1}, {2})",
        ["strpos(text,text)"] = "CAST(strpos({0}, {1}) AS INTEGER)",
        ["position(text,text)"] = "CAST(strpos({0}, {1}) AS INTEGER)",
        ["starts_with(text,text)"] = "starts_with({0}, {1})",
        ["substring(text,int4)"] = "substring({0}, greatest({1}, 1))",
        ["substr(text,int4)"] = "substring({0}, greatest({1}, 1))",
        ["substring(text,int4,int4)"] = "(CASE WHEN {2} < 0 THEN error('SQLSTATE 22011: negative substring length not allowed') ELSE substring({0}, greatest({1}, 1), greatest(CAST({1} AS BIGINT) + {2} - greatest({1}, 1), 0)) END)",
        ["substr(text,int4,int4)"] = "(CASE WHEN {2} < 0 THEN error('SQLSTATE 22011: negative substring length not allowed') ELSE substring({0}, greatest({1}, 1), greatest(CAST({1} AS BIGINT) + {2} - greatest({1}, 1), 0)) END)",
        ["overlay(text,text,int4)"] = "(CASE WHEN {2} <= 0 THEN error('SQLSTATE 22011: negative substring length not allowed') ELSE left({0}, {2} - 1) || {1} || substring({0}, greatest(CAST({2} AS BIGINT) + CAST(length({1}) AS INTEGER), 1)) END)",
        ["overlay(text,text,int4,int4)"] = "(CASE WHEN {2} <= 0 THEN error('SQLSTATE 22011: negative substring length not allowed') ELSE left({0}, {2} - 1) || {1} || substring({0}, greatest(CAST({2} AS BIGINT) + {3}, 1)) END)",
        ["split_part(text,text,int4)"] = "(CASE WHEN {2} = 0 THEN error('SQLSTATE 22023: field position must not be zero') WHEN {1} = '' THEN (CASE WHEN {2} IN (1, -1) THEN {0} ELSE '' END) ELSE coalesce(string_split({0}, {1})[{2}], CASE WHEN {0} IS NOT NULL AND {1} IS NOT NULL THEN '' END) END)",
        ["ascii(text)"] = "CAST((CASE WHEN {0} = '' THEN 0 ELSE unicode({0}) END) AS INTEGER)",
        ["chr(int4)"] = "pg_chr({0})",
        ["md5(text)"] = "md5({0})",
        ["md5(bytea)"] = "md5({0})",
        ["sha256(bytea)"] = "unhex(sha256({0}))",
        ["to_hex(int4)"] = "lower(to_hex(CASE WHEN {0} < 0 THEN CAST({0} AS BIGINT) + 4294967296 ELSE CAST({0} AS BIGINT) END))",
        ["to_hex(int8)"] = "lower(to_hex({0}))",
        ["quote_ident(text)"] = "pg_quote_ident({0})",
        ["quote_literal(text)"] = "(CASE WHEN contains({0}, '\\') THEN 'E' ELSE '' END || '''' || replace(replace({0}, '\\', '\\\\'), '''', '''''') || '''')",
        ["quote_nullable(text)"] = "coalesce(CASE WHEN contains({0}, '\\') THEN 'E' ELSE '' END || '''' || replace(replace({0}, '\\', '\\\\'), '''', '''''') || '''', 'NULL')",
        ["string_to_array(text,text)"] = "(CASE WHEN {1} IS NULL THEN regexp_extract_all({0}, '(?s).') WHEN {0} = '' THEN CAST([] AS VARCHAR[]) WHEN {1} = '' THEN [{0}] ELSE string_split({0}, {1}) END)",
        ["string_to_array(text,text,text)"] = "list_transform(CASE WHEN {1} IS NULL THEN regexp_extract_all({0}, '(?s).') WHEN {0} = '' THEN CAST([] AS VARCHAR[]) WHEN {1} = '' THEN [{0}] ELSE string_split({0}, {1}) END, lambda p: nullif(p, {2}))",
        ["like_escape(text,text)"] = "(CASE WHEN {1} = '\\' THEN {0} WHEN {1} = '' THEN replace({0}, '\\', '\\\\') ELSE replace(replace(replace(replace(replace({0}, '\\', '\\\\'), {1} || {1}, chr(57344)), {1}, '\\'), chr(57344), {1}), '\\\\\\', '\\\\') END)",
        ["encode(bytea,text)"] = "pg_encode({0}, {1})",
        ["decode(text,text)"] = "pg_decode({0}, {1})",
        ["convert_from(bytea,name)"] = "pg_convert_from({0}, {1})",
        ["convert_to(text,name)"] = "(CASE WHEN upper({1}) IN ('UTF8', 'UTF-8', 'UNICODE') THEN encode({0}) WHEN {1} IS NOT NULL THEN error('SQLSTATE 0A000: encodings but UTF8 are not supported') END)",
        // numbers
        ["abs"] = "abs({0})",
        ["ceil(float8)"] = "ceil({0})",
        ["ceiling(float8)"] = "ceil({0})",
        ["floor(float8)"] = "floor({0})",
        ["round(float8)"] = "round_even({0}, 0)",
        ["trunc(float8)"] = "trunc({0})",
        ["sign(float8)"] = "CAST(sign({0}) AS DOUBLE)",
        ["sqrt(float8)"] = "(CASE WHEN {0} < 0 THEN error('SQLSTATE 2201F: cannot take square root of a negative number') ELSE sqrt({0}) END)",
        ["cbrt(float8)"] = "cbrt({0})",
        ["exp(float8)"] = "pg_float_exp({0})",
        ["ln(float8)"] = "(CASE WHEN {0} = 0 THEN error('SQLSTATE 2201E: cannot take logarithm of zero') WHEN {0} < 0 THEN error('SQLSTATE 2201E: cannot take logarithm of a negative number') ELSE ln({0}) END)",
        ["log(float8)"] = "(CASE WHEN {0} = 0 THEN error('SQLSTATE 2201E: cannot take logarithm of zero') WHEN {0} < 0 THEN error('SQLSTATE 2201E: cannot take logarithm of a negative number') ELSE log10({0}) END)",
        ["log10(float8)"] = "(CASE WHEN {0} = 0 THEN error('SQLSTATE 2201E: cannot take logarithm of zero') WHEN {0} < 0 THEN error('SQLSTATE 2201E: cannot take logarithm of a negative number') ELSE log10({0}) END)",
        ["power(float8,float8)"] = "pg_float_power({0}, {1})",
        ["pow(float8,float8)"] = "pg_float_power({0}, {1})",
        ["pi()"] = "pi()",
        ["random()"] = "random()",
        ["degrees(float8)"] = "degrees({0})",
        ["radians(float8)"] = "radians({0})",
        ["sin(float8)"] = "(CASE WHEN isinf({0}) THEN error('SQLSTATE 22003: input is out of range') ELSE sin({0}) END)",
        ["cos(float8)"] = "(CASE WHEN isinf({0}) THEN error('SQLSTATE 22003: input is out of range') ELSE cos({0}) END)",
        ["tan(float8)"] = "(CASE WHEN isinf({0}) THEN error('SQLSTATE 22003: input is out of range') ELSE tan({0}) END)",
        ["asin(float8)"] = "(CASE WHEN abs({0}) > 1 AND NOT isnan({0}) THEN error('SQLSTATE 22003: input is out of range') ELSE asin({0}) END)",
        ["acos(float8)"] = "(CASE WHEN abs({0}) > 1 AND NOT isnan({0}) THEN error('SQLSTATE 22003: input is out of range') ELSE acos({0}) END)",
        ["atan(float8)"] = "atan({0})",
        ["atan2(float8,float8)"] = "atan2({0}, {1})",
        ["mod(int2,int2)"] = "CAST(({0} % (CASE WHEN {1} = 0 THEN error('SQLSTATE 22012: division by zero') ELSE {1} END)) AS SMALLINT)",
        ["mod(int4,int4)"] = "({0} % (CASE WHEN {1} = 0 THEN error('SQLSTATE 22012: division by zero') ELSE {1} END))",
        ["mod(int8,int8)"] = "({0} % (CASE WHEN {1} = 0 THEN error('SQLSTATE 22012: division by zero') ELSE {1} END))",
        ["gcd"] = "gcd({0}, {1})",
        ["lcm"] = "lcm({0}, {1})",
        ["width_bucket(float8,float8,float8,int4)"] = "pg_width_bucket({0}, {1}, {2}, {3})",
        ["isfinite(interval)"] = "(CASE WHEN {0} IS NOT NULL THEN TRUE END)",
        ["tanh(float8)"] = "tanh({0})",
        ["array_dims(anyarray)"] = "(CASE WHEN len({0}) > 0 THEN '[1:' || CAST(len({0}) AS VARCHAR) || ']' END)",
        ["factorial(int8)"] = "(CASE WHEN {0} < 0 THEN error('SQLSTATE 22003: factorial of a negative number is undefined') WHEN {0} > 33 THEN error('SQLSTATE 0A000: numeric values of more than 38 digits are not supported') ELSE CAST(factorial(CAST({0} AS INTEGER)) AS DECIMAL(38,0)) END)",
        // times that need no time zone
        ["isfinite"] = "isfinite({0})",
        ["make_date(int4,int4,int4)"] = "(CASE WHEN {0} = 0 THEN error('SQLSTATE 22008: date field value out of range: 0-' || printf('%02d-%02d', {1}, {2})) ELSE make_date(CASE WHEN {0} < 0 THEN {0} + 1 ELSE {0} END, {1}, {2}) END)",
        ["make_time(int4,int4,float8)"] = "make_time({0}, {1}, {2})",
        ["make_timestamp(int4,int4,int4,int4,int4,float8)"] = "make_timestamp({0}, {1}, {2}, {3}, {4}, {5})",
        ["make_interval"] = "(to_months({0} * 12 + {1}) + to_days({2} * 7 + {3}) + to_microseconds(CAST({4} AS BIGINT) * 3600000000 + CAST({5} AS BIGINT) * 60000000 + CAST(round({6} * 1000000) AS BIGINT)))",
        ["age(timestamp,timestamp)"] = "age({0}, {1})",
        ["justify_hours(interval)"] = "pg_justify_hours({0})",
        ["justify_days(interval)"] = "pg_justify_days({0})",
        ["to_timestamp(float8)"] = "(CASE WHEN isnan({0}) THEN error('SQLSTATE 22008: timestamp cannot be NaN') WHEN isinf({0}) THEN CAST(CASE WHEN {0} > 0 THEN 'infinity' ELSE '-infinity' END AS TIMESTAMPTZ) WHEN abs({0}) > 9e12 THEN error('SQLSTATE 22008: timestamp out of range: \"' || CAST({0} AS VARCHAR) || '\"') ELSE make_timestamptz(CAST(round_even({0} * 1000000, 0) AS BIGINT)) END)",
        ["date_bin(interval,timestamptz,timestamptz)"] = "(CASE WHEN datepart('year', {0}) <> 0 OR datepart('month', {0}) <> 0 THEN error('SQLSTATE 0A000: timestamps cannot be binned into intervals containing months or years') WHEN epoch_us({0}) <= 0 THEN error('SQLSTATE 22008: stride must be greater than zero') ELSE make_timestamptz(epoch_us({1}) - ((epoch_us({1}) - epoch_us({2})) % epoch_us({0}) + epoch_us({0})) % epoch_us({0})) END)",
        ["date_bin(interval,timestamp,timestamp)"] = "(CASE WHEN datepart('year', {0}) <> 0 OR datepart('month', {0}) <> 0 THEN error('SQLSTATE 0A000: timestamps cannot be binned into intervals containing months or years') WHEN epoch_us({0}) <= 0 THEN error('SQLSTATE 22008: stride must be greater than zero') ELSE make_timestamp(epoch_us({1}) - ((epoch_us({1}) - epoch_us({2})) % epoch_us({0}) + epoch_us({0})) % epoch_us({0})) END)",
        // arrays
        ["array_length(anyarray,int4)"] = "(CASE WHEN {1} = 1 AND len({0}) > 0 THEN CAST(len({0}) AS INTEGER) END)",
        ["cardinality(anyarray)"] = "CAST(len({0}) AS INTEGER)",
        ["array_ndims(anyarray)"] = "(CASE WHEN len({0}) > 0 THEN 1 END)",
        ["array_lower(anyarray,int4)"] = "(CASE WHEN {1} = 1 AND len({0}) > 0 THEN 1 END)",
        ["array_upper(anyarray,int4)"] = "(CASE WHEN {1} = 1 AND len({0}) > 0 THEN CAST(len({0}) AS INTEGER) END)",
        ["array_append(anycompatiblearray,anycompatible)"] = "list_append(coalesce({0}, []), {1})",
        ["array_prepend(anycompatible,anycompatiblearray)"] = "list_prepend({0}, coalesce({1}, []))",
        ["array_cat(anycompatiblearray,anycompatiblearray)"] = "(CASE WHEN {0} IS NULL THEN {1} WHEN {1} IS NULL THEN {0} ELSE list_concat({0}, {1}) END)",
        ["array_remove(anycompatiblearray,anycompatible)"] = "list_filter({0}, lambda x: x IS DISTINCT FROM {1})",
        ["array_replace(anycompatiblearray,anycompatible,anycompatible)"] = "list_transform({0}, lambda x: CASE WHEN x IS NOT DISTINCT FROM {1} THEN {2} ELSE x END)",
        ["array_position(anycompatiblearray,anycompatible)"] = "CAST(nullif(list_position({0}, {1}), 0) AS INTEGER)",
        ["array_positions(anycompatiblearray,anycompatible)"] = "list_filter(CAST(range(1, len({0}) + 1) AS INTEGER[]), lambda i: {0}[i] IS NOT DISTINCT FROM {1})",
        ["trim_array(anyarray,int4)"] = "(CASE WHEN {1} < 0 OR {1} > len({0}) THEN error('SQLSTATE 2202E: number of elements to trim must be between 0 and ' || CAST(len({0}) AS VARCHAR)) ELSE list_slice({0}, 1, len({0}) - {1}) END)",
        // identity and information
        ["version()"] = "{setting:version_text}",
        ["pg_backend_pid()"] = "{process_id}",
        ["current_database()"] = "{database}",
        ["current_schema()"] = "{schema}",
        ["current_user"] = "{user}",
        ["current_schemas(bool)"] = "(CASE WHEN {0} THEN list_prepend('pg_catalog', {schemas}) ELSE {schemas} END)",
        ["pg_get_userbyid(oid)"] = Catalog.SystemRelations.Roles.NameOfOid,
        ["pg_type_is_visible(oid)"] = "({0} IS NOT NULL)",
        ["pg_function_is_visible(oid)"] = "({0} IS NOT NULL)",
        ["pg_operator_is_visible(oid)"] = "({0} IS NOT NULL)",
        ["pg_opclass_is_visible(oid)"] = "({0} IS NOT NULL)",
        ["pg_collation_is_visible(oid)"] = "({0} IS NOT NULL)",
        ["pg_conversion_is_visible(oid)"] = "({0} IS NOT NULL)",
        ["pg_statistics_obj_is_visible(oid)"] = "({0} IS NOT NULL)",
        ["pg_ts_config_is_visible(oid)"] = "({0} IS NOT NULL)",
        ["pg_ts_dict_is_visible(oid)"] = "({0} IS NOT NULL)",
        ["pg_ts_parser_is_visible(oid)"] = "({0} IS NOT NULL)",
        ["pg_ts_template_is_visible(oid)"] = "({0} IS NOT NULL)",
        ["pg_encoding_to_char(int4)"] = "(CASE WHEN {0} = 6 THEN 'UTF8' WHEN {0} = 0 THEN 'SQL_ASCII' WHEN {0} IS NOT NULL THEN '' END)",
        ["pg_char_to_encoding(name)"] = "(CASE WHEN upper({0}) IN ('UTF8', 'UTF-8', 'UNICODE') THEN 6 WHEN {0} IS NOT NULL THEN -1 END)",
        ["pg_client_encoding()"] = "'UTF8'",
        ["getdatabaseencoding()"] = "'UTF8'",
        ["obj_description"] = "CAST(NULL AS VARCHAR)",
        ["shobj_description"] = "CAST(NULL AS VARCHAR)",
        ["col_description"] = "CAST(NULL AS VARCHAR)",
        ["pg_get_expr"] = "{0}",
        ["pg_get_viewdef"] = "(CASE WHEN {0} IS NOT NULL THEN '' END)",
        ["pg_get_indexdef"] = "(CASE WHEN {0} IS NOT NULL THEN '' END)",
        ["pg_get_constraintdef"] = "(CASE WHEN {0} IS NOT NULL THEN '' END)",
        ["pg_get_ruledef"] = "CAST(NULL AS VARCHAR)",
        ["pg_get_triggerdef"] = "CAST(NULL AS VARCHAR)",
        ["pg_get_partkeydef"] = "CAST(NULL AS VARCHAR)",
        ["pg_get_statisticsobjdef_columns"] = "CAST(NULL AS VARCHAR)",
        ["pg_get_serial_sequence"] = "CAST(NULL AS VARCHAR)",
        ["pg_get_function_arguments"] = "(CASE WHEN {0} IS NOT NULL THEN '' END)",
        ["pg_get_function_identity_arguments"] = "(CASE WHEN {0} IS NOT NULL THEN '' END)",
        ["pg_get_function_result"] = "(CASE WHEN {0} IS NOT NULL THEN '' END)",
        ["pg_get_functiondef"] = "CAST(NULL AS VARCHAR)",
        ["pg_get_function_sqlbody"] = "CAST(NULL AS VARCHAR)",
        ["pg_tablespace_location"] = "(CASE WHEN {0} IS NOT NULL THEN '' END)",
        ["pg_opfamily_is_visible(oid)"] = "({0} IS NOT NULL)",
        ["pg_indexam_has_property"] = "FALSE",
        ["pg_index_has_property"] = "FALSE",
        ["pg_index_column_has_property"] = "FALSE",
        ["pg_describe_object"] = "CAST(NULL AS VARCHAR)",
        ["array_fill(anyelement,_int4)"] = "list_transform(range({1}[1]), lambda x: {0})",
        ["pg_relation_is_publishable"] = "FALSE",
        ["pg_is_in_recovery()"] = "FALSE",
        ["pg_is_other_temp_schema"] = "FALSE",
        ["pg_my_temp_schema()"] = "CAST(0 AS BIGINT)",
        ["pg_relation_size"] = "(CASE WHEN {0} IS NOT NULL THEN CAST(0 AS BIGINT) END)",
        ["pg_table_size"] = "(CASE WHEN {0} IS NOT NULL THEN CAST(0 AS BIGINT) END)",
        ["pg_total_relation_size"] = "(CASE WHEN {0} IS NOT NULL THEN CAST(0 AS BIGINT) END)",
        ["pg_indexes_size"] = "(CASE WHEN {0} IS NOT NULL THEN CAST(0 AS BIGINT) END)",
        ["pg_database_size"] = "(CASE WHEN {0} IS NOT NULL THEN CAST(0 AS BIGINT) END)",
        ["pg_tablespace_size"] = "(CASE WHEN {0} IS NOT NULL THEN CAST(0 AS BIGINT) END)",
        ["pg_size_pretty(int8)"] = "(CASE WHEN abs({0}) < 10240 THEN CAST({0} AS VARCHAR) || ' bytes' WHEN abs({0}) < 10484736 THEN CAST(CAST(round({0} / 1024.0::DOUBLE) AS BIGINT) AS VARCHAR) || ' kB' WHEN abs({0}) < 10736369664 THEN CAST(CAST(round({0} / 1048576.0::DOUBLE) AS BIGINT) AS VARCHAR) || ' MB' WHEN abs({0}) < 10994042535936 THEN CAST(CAST(round({0} / 1073741824.0::DOUBLE) AS BIGINT) AS VARCHAR) || ' GB' ELSE CAST(CAST(round({0} / 1099511627776.0::DOUBLE) AS BIGINT) AS VARCHAR) || ' TB' END)",
        ["has_schema_privilege"] = "TRUE",
        ["has_table_privilege"] = "TRUE",
        ["has_column_privilege"] = "TRUE",
        ["has_any_column_privilege"] = "TRUE",
        ["has_database_privilege"] = "TRUE",
        ["has_function_privilege"] = "TRUE",
        ["has_type_privilege"] = "TRUE",
        ["has_language_privilege"] = "TRUE",
        ["has_sequence_privilege"] = "TRUE",
        ["has_tablespace_privilege"] = "TRUE",
        ["has_foreign_data_wrapper_privilege"] = "TRUE",
        ["has_server_privilege"] = "TRUE",
        ["pg_has_role"] = "TRUE",
        ["row_security_active"] = "FALSE",
        ["pg_relation_is_updatable"] = "CAST(8 AS INTEGER)",
        ["pg_column_is_updatable"] = "FALSE",
        ["inet_server_addr()"] = "CAST(NULL AS VARCHAR)",
        ["pg_advisory_lock"] = "''",
        ["pg_advisory_unlock"] = "TRUE",
        ["pg_advisory_unlock_all()"] = "''",
        ["pg_try_advisory_lock"] = "TRUE",
        ["txid_current()"] = "CAST(1 AS BIGINT)",
        ["timeofday()"] = "strftime(get_current_timestamp(), '%c')",
        // json
        ["json_array_length(json)"] = "pg_json_array_length({0})",
        ["jsonb_array_length(jsonb)"] = "pg_json_array_length({0})",
        ["json_typeof(json)"] = "pg_json_typeof({0})",
        ["jsonb_typeof(jsonb)"] = "pg_json_typeof({0})",
        ["json_extract_path(json,_text)"] = "pg_json_path({0}, {1})",
        ["jsonb_extract_path(jsonb,_text)"] = "pg_json_path({0}, {1})",
        ["json_extract_path_text(json,_text)"] = "pg_json_path_text({0}, {1})",
        ["jsonb_extract_path_text(jsonb,_text)"] = "pg_json_path_text({0}, {1})",
        ["gen_random_uuid()"] = "gen_random_uuid()",
        ["approx_percentile(float8,uddsketch)"] = "(CASE WHEN {0} < 0 OR {0} > 1 THEN error('SQLSTATE 22023: percentile must lie between 0 and 1') ELSE {1}[CAST(round({0} * 1000) AS INTEGER) + 1] END)",
        ["distinct_count(hyperloglog)"] = "{0}",
    };

    /// <summary>The template of a function, or null when it has none.</summary>
    public static string? Find(PgFunction function)
    {
        var signature = $"{function.Name}({string.Join(',', function.Arguments.Select(a => a.Name))})";
        return Templates.GetValueOrDefault(signature) ?? Templates.GetValueOrDefault(function.Name);
    }

    /// <summary>Puts arguments and session values into a template.</summary>
    public static string Fill(string template, IReadOnlyList<string> arguments, GenerationState state)
    {
        var sql = new StringBuilder(template.Length + 64);
        for (var i = 0; i < template.Length; i++)
        {
            if (template[i] != '{' || template.IndexOf('}', i) is var end && end < 0)
            {
                sql.Append(template[i]);
                continue;
            }
            end = template.IndexOf('}', i);
            var name = template[(i + 1)..end];
            if (Value(name, arguments, state) is { } value)
            {
                sql.Append(value);
                i = end;
            }
            else sql.Append('{');
        }
        return sql.ToString();
    }

    private static string? Value(string name, IReadOnlyList<string> arguments, GenerationState state)
    {
        if (int.TryParse(name, out var index)) return index < arguments.Count ? arguments[index] : null;
        return name switch
        {
            "*" => string.Join(", ", arguments),
            "user" => state.Value(new SessionValue(SessionValueKind.User)),
            "database" => state.Value(new SessionValue(SessionValueKind.Database)),
            "schema" => state.Value(new SessionValue(SessionValueKind.Schema)),
            "schemas" => state.Value(new SessionValue(SessionValueKind.Schemas)),
            "process_id" => state.Value(new SessionValue(SessionValueKind.ProcessId)),
            "setting:version_text" => state.Value(new SessionValue(SessionValueKind.Setting, SessionValueReader.VersionSetting)),
            _ => null,
        };
    }
}
