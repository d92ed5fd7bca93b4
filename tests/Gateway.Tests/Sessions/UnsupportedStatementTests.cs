namespace Granary.Gateway.Tests.Sessions;

/// <summary>What PostgreSQL has and Granary has not is refused with 0A000 and a sentence on what to use instead; what drivers send by themselves works.</summary>
public sealed class UnsupportedStatementTests
{
    private const string Insert = "insert into otel_logs_and_spans (id, timestamp, project_id) values ('a', '2025-01-01', 'p')";

    [Theory]
    [InlineData("create table t (a int)")]
    [InlineData("create temp table t as select 1")]
    [InlineData("create index on otel_metrics (id)")]
    [InlineData("create unique index concurrently i on otel_metrics (id)")]
    [InlineData("create view v as select 1")]
    [InlineData("create materialized view v as select 1")]
    [InlineData("create function f() returns int language sql as 'select 1'")]
    [InlineData("create trigger x before insert on otel_metrics execute function f()")]
    [InlineData("create extension timescaledb")]
    [InlineData("create role r")]
    [InlineData("create database d")]
    [InlineData("create sequence s")]
    [InlineData("create type t as enum ('a')")]
    [InlineData("alter table otel_metrics add column a int")]
    [InlineData("alter system set work_mem = '1GB'")]
    [InlineData("alter default privileges grant select on tables to public")]
    [InlineData("drop table otel_metrics")]
    [InlineData("drop index i")]
    [InlineData("update otel_metrics set id = 'a'")]
    [InlineData("delete from otel_metrics")]
    [InlineData("truncate otel_metrics")]
    [InlineData("merge into otel_metrics using otel_metrics on true when matched then delete")]
    [InlineData("grant select on otel_metrics to public")]
    [InlineData("revoke all on otel_metrics from public")]
    [InlineData("comment on table otel_metrics is 'x'")]
    [InlineData("do $$ begin null; end $$")]
    [InlineData("call p()")]
    [InlineData("refresh materialized view v")]
    [InlineData("vacuum")]
    [InlineData("analyze otel_metrics")]
    [InlineData("explain delete from otel_metrics")]
    [InlineData("begin isolation level repeatable read")]
    [InlineData("start transaction isolation level serializable, read only, deferrable")]
    [InlineData("set session characteristics as transaction isolation level serializable")]
    public async Task A_statement_that_is_not_offered_is_refused_with_what_to_use_instead(string sql)
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        var answer = await client.QueryAsync(sql);
        Assert.Equal("E:0A000 Z:I", RawClient.Describe(answer));
        Assert.Contains("supported", answer[0].Field('M'));
        Assert.EndsWith(".", answer[0].Field('H'));
        Assert.Equal("C:INSERT 0 1 Z:I", await client.AskAsync(Insert));
    }

    [Theory]
    [InlineData("set transaction isolation level repeatable read")]
    [InlineData("set transaction isolation level serializable")]
    [InlineData("set local transaction_isolation = 'serializable'")]
    [InlineData("begin isolation level repeatable read")]
    [InlineData("lock table otel_metrics")]
    [InlineData("lock otel_metrics in share row exclusive mode nowait")]
    public async Task A_block_does_not_promise_what_it_does_not_keep(string sql)
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        await client.AskAsync("begin");
        Assert.EndsWith("E:0A000 Z:E", await client.AskAsync(sql));
        Assert.Equal("C:ROLLBACK Z:I", await client.AskAsync("rollback"));
    }

    [Theory]
    [InlineData("npgsql", "BEGIN TRANSACTION ISOLATION LEVEL READ COMMITTED")]
    [InlineData("npgsql, read uncommitted", "BEGIN TRANSACTION ISOLATION LEVEL READ UNCOMMITTED")]
    [InlineData("psycopg2, libpq", "BEGIN")]
    [InlineData("psycopg2 with a level", "BEGIN ISOLATION LEVEL READ COMMITTED")]
    [InlineData("psycopg 3", "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE NOT DEFERRABLE")]
    [InlineData("JDBC", "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED; BEGIN")]
    [InlineData("JDBC, read-write again", "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE; BEGIN")]
    [InlineData("pgx", "begin isolation level read committed read write not deferrable")]
    [InlineData("node-postgres", "START TRANSACTION; SET TRANSACTION ISOLATION LEVEL READ COMMITTED")]
    [InlineData("pg_dump's lock", "begin; LOCK TABLE public.otel_metrics IN ACCESS SHARE MODE")]
    public async Task What_drivers_begin_transactions_with_works(string driver, string sql)
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        Assert.True((await client.AskAsync(sql)).EndsWith("Z:T", StringComparison.Ordinal), driver);
        Assert.Equal("C:INSERT 0 1 Z:T", await client.AskAsync(Insert));
        Assert.Equal("C:COMMIT Z:I", await client.AskAsync("commit"));
        Assert.Equal(1, host.Tables.RowCount);
    }

    [Theory]
    [InlineData("BEGIN READ ONLY", Insert)]
    [InlineData("START TRANSACTION READ ONLY", "copy otel_metrics from stdin")]
    [InlineData("BEGIN; SET TRANSACTION READ ONLY", Insert + " returning id")]
    [InlineData("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY; BEGIN", Insert)]
    [InlineData("SET default_transaction_read_only = on; BEGIN", "insert into otel_logs_and_spans (id, timestamp, project_id) select 'a', now(), 'p'")]
    [InlineData("PREPARE w AS " + Insert + "; BEGIN READ ONLY", "execute w")]
    public async Task A_read_only_transaction_refuses_every_way_to_write(string begin, string write)
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        foreach (var statement in begin.Split("; ")) await client.AskAsync(statement);
        Assert.Equal("E:25006 Z:E", await client.AskAsync(write));
        await client.AskAsync("rollback");
        Assert.Equal(0, host.Tables.RowCount);
    }

    [Theory]
    [InlineData("set transaction read write")]
    [InlineData("set transaction_read_only = off")]
    [InlineData("select set_config('transaction_read_only', 'off', true)")]
    public async Task A_read_only_transaction_that_has_read_stays_read_only(string sql)
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await host.ConnectAsync();
        await client.AskAsync("begin read only");
        await client.AskAsync("select id from otel_logs_and_spans");
        Assert.Equal("E:25001 Z:E", await client.AskAsync(sql));
    }
}
