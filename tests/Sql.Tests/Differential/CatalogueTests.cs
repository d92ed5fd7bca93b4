namespace Granary.Sql.Tests.Differential;

/// <summary>The catalogues as psql and drivers read them.</summary>
public sealed class CatalogueTests(ProbeRunner runner) : IClassFixture<ProbeRunner>
{
    private const string ListTables = """
        SELECT n.nspname as "Schema", c.relname as "Name",
          CASE c.relkind WHEN 'r' THEN 'table' WHEN 'v' THEN 'view' WHEN 'p' THEN 'partitioned table' END as "Type",
          pg_catalog.pg_get_userbyid(c.relowner) as "Owner"
        FROM pg_catalog.pg_class c
             LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             LEFT JOIN pg_catalog.pg_am am ON am.oid = c.relam
        WHERE c.relkind IN ('r','p','') AND n.nspname <> 'pg_catalog' AND n.nspname !~ '^pg_toast' AND n.nspname <> 'information_schema'
          AND pg_catalog.pg_table_is_visible(c.oid)
        ORDER BY 1,2;
        """;

    private const string DescribeColumns = """
        SELECT a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod),
          (SELECT pg_catalog.pg_get_expr(d.adbin, d.adrelid, true) FROM pg_catalog.pg_attrdef d
           WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum AND a.atthasdef), a.attnotnull
        FROM pg_catalog.pg_attribute a
        WHERE a.attrelid = 't'::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attname IN ('n', 'v', 'ta', 'tz')
        ORDER BY a.attnum;
        """;

    [Theory]
    [InlineData(ListTables, "public|empty|table|postgres / public|k|table|postgres / public|spans|table|postgres / public|t|table|postgres")]
    [InlineData(DescribeColumns, "n|numeric(10,2)|NULL|f / v|character varying(10)|NULL|f / tz|timestamp with time zone|NULL|f / ta|text[]|NULL|f")]
    [InlineData("SELECT c.oid, n.nspname, c.relname FROM pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relname OPERATOR(pg_catalog.~) '^(k)$' COLLATE pg_catalog.default AND pg_catalog.pg_table_is_visible(c.oid) ORDER BY 2, 3", "16420|public|k")]
    [InlineData("SELECT d.datname, pg_catalog.pg_get_userbyid(d.datdba), pg_catalog.pg_encoding_to_char(d.encoding) FROM pg_catalog.pg_database d ORDER BY 1", "postgres|postgres|UTF8")]
    [InlineData("SELECT typname, typinput, typelem FROM pg_type WHERE oid IN (23, 1007) ORDER BY oid", "int4|int4in|0 / _int4|array_in|23")]
    [InlineData("SELECT table_name, table_type FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1", "empty|BASE TABLE / k|BASE TABLE / spans|BASE TABLE / t|BASE TABLE")]
    [InlineData("SELECT column_name, data_type, is_nullable FROM information_schema.columns WHERE table_name = 'k' ORDER BY ordinal_position", "id|integer|YES / name|text|YES / grp|text|YES / val|integer|YES")]
    [InlineData("SELECT count(*) > 3000 FROM pg_catalog.pg_proc", "t")]
    [InlineData("SELECT count(*) FROM pg_catalog.pg_policy", "0")]
    public async Task Clients_find_what_is_there(string sql, string expected)
    {
        var answer = await runner.AskAsync(sql);
        Assert.Null(answer.Message);
        Assert.Equal(expected, string.Join(" / ", answer.Rows.Select(r => string.Join('|', r.Select(v => v ?? "NULL")))));
    }
}
