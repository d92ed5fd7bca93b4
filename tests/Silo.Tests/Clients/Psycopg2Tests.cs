using Granary.Testing;
using Granary.Testing.Processes;

namespace Granary.Silo.Tests.Clients;

/// <summary>What a Python program with psycopg2 (Debian's python3-psycopg2) does, against the real process.</summary>
public sealed class Psycopg2Tests : IDisposable
{
    private const string Script =
        """
        import datetime, io, sys, psycopg2, psycopg2.extras
        c = psycopg2.connect(sys.argv[1])
        cur = c.cursor()
        t = 'otel_logs_and_spans'
        def count():
            cur.execute(f"select count(*) from {t} where project_id = %s", ('py',))
            return cur.fetchone()[0]
        rows = [(f'i{i}', datetime.datetime(2025, 1, 1, 0, 0, i % 60), 'py', "o'b", i, ['a', 'b'], psycopg2.extras.Json({'k': i})) for i in range(1000)]
        psycopg2.extras.execute_values(cur, f"insert into {t} (id, timestamp, project_id, name, duration, hashes, attributes) values %s", rows)
        print('own rows', count())
        c.commit()
        cur.execute(f"select id, hashes, attributes, timestamp, duration, name from {t} where project_id = 'py' order by duration limit 1")
        print(cur.fetchone())
        psycopg2.extras.execute_batch(cur, f"insert into {t} (id, timestamp, project_id) values (%s, %s, %s)", [(f'b{i}', datetime.datetime(2025, 1, 1), 'py') for i in range(250)])
        cur.copy_from(io.StringIO("c1\t2025-01-01\tpy\n"), t, columns=('id', 'timestamp', 'project_id'))
        print('before rollback', count())
        c.rollback()
        print('after rollback', count())
        n = c.cursor('named')
        n.itersize = 100
        n.execute(f"select id from {t} where project_id = 'py'")
        print('cursor', len(list(n)))
        n.close()
        for sql in ('select 1/0', f"insert into {t} (id) values ('x')"):
            try: cur.execute(sql)
            except psycopg2.Error as e: print(e.pgcode, e.diag.column_name)
            c.rollback()
        out = io.StringIO()
        cur.copy_expert(f"copy (select id from {t} where project_id = 'py' order by duration limit 2) to stdout csv header", out)
        print(repr(out.getvalue()))
        c.reset()
        print(c.server_version)
        """;

    private readonly TemporaryDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task A_program_inserts_reads_copies_rolls_back_and_uses_cursors()
    {
        await using var granary = await GranaryProcess.StartAsync(_data.Path);
        var run = await ProgramRun.RunAsync("/usr/bin/python3", ["-c", Script, granary.ConnectionUri]);
        Assert.Equal("", run.StandardError);
        Assert.Equal(
            """
            own rows 1000
            ('i0', ['a', 'b'], {'k': 0}, datetime.datetime(2025, 1, 1, 0, 0, tzinfo=datetime.timezone.utc), 0, "o'b")
            before rollback 1251
            after rollback 1000
            cursor 1000
            22012 None
            23502 timestamp
            'id\ni0\ni1\n'
            150018

            """.ReplaceLineEndings("\n"),
            run.StandardOutput);
    }
}
