using System.Text;
using Granary.Engine.Query;
using Granary.Gateway.Postgres.Types;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Errors;
using Granary.Grains.Interfaces.Query;
using Granary.Sql.FrontEnd;
using Granary.Sql.Parsing;

namespace Granary.Sql.Tests.Differential;

/// <summary>Runs probes through the whole front end, the engine and the wire's text form.</summary>
public sealed class ProbeRunner : IDisposable
{
    private readonly ProbeTables _tables = new();
    private readonly QueryExecutor _executor;
    private readonly SqlFrontEnd _frontEnd;

    public ProbeRunner()
    {
        _executor = new QueryExecutor(new QueryOptions { Threads = 1 }, [], Path.GetTempPath(), TimeProvider.System);
        _frontEnd = new SqlFrontEnd(_ => _tables);
    }

    internal SessionContext Session { get; } = new()
    {
        Database = "postgres",
        User = "postgres",
        TransactionTime = 1_768_000_000_000_000,
        StatementTime = 1_768_000_000_000_000,
    };

    /// <summary>The answer to a statement, in the same shape as PostgreSQL's.</summary>
    internal Task<Answer> AskAsync(string sql) => AskAsync(sql, Session);

    /// <summary>The answer in another session.</summary>
    internal async Task<Answer> AskAsync(string sql, SessionContext session)
    {
        try
        {
            var statement = SqlParser.ParseStatement(sql)!;
            var prepared = _frontEnd.Prepare(statement, [], session);
            var rows = new List<string?[]>();
            foreach (var batch in await RunAsync(prepared.Bind(null, session))) Render(prepared.Columns!, batch, rows);
            return new Answer(sql, null, null, [.. prepared.Columns!.Select(c => (c.Name, c.Type.Oid, c.Type.Modifier))], rows);
        }
        catch (GranaryException e)
        {
            return new Answer(sql, e.SqlState ?? e.Kind.ToString(), e.Kind == ErrorKind.Internal && e.InnerException is { } inner ? inner.Message : e.Message, [], [])
            {
                Position = e.Position < 0 ? null : SqlParser.CharacterPosition(sql, e.Position) + 1,
            };
        }
    }

    internal PreparedQuery Prepare(string sql, params uint[] parameterOids) => _frontEnd.Prepare(SqlParser.ParseStatement(sql)!, parameterOids, Session);

    /// <summary>The DuckDB text of a statement, for messages.</summary>
    internal string Text(string sql)
    {
        try
        {
            return Prepare(sql).Bind(null, Session) is BoundQuery.Engine engine ? string.Join("…", engine.Request.Pieces) : "(constants)";
        }
        catch (GranaryException e)
        {
            return e.Message;
        }
    }

    private async Task<List<ColumnBatch>> RunAsync(BoundQuery query)
    {
        if (query is BoundQuery.Rows known) return [known.Batch];
        var request = ((BoundQuery.Engine)query).Request;
        await using var result = await _executor.ExecuteAsync(request, new QueryInputs([.. request.Scans.Select(Input)]), CancellationToken.None);
        var batches = new List<ColumnBatch>();
        while (await result.ReadAsync(CancellationToken.None) is { } batch) batches.Add(batch.Take([.. Enumerable.Range(0, batch.RowCount)]));
        return batches;
    }

    private ScanInput Input(ScanSource source) => source switch
    {
        ScanSource.Table table => new ScanInput(table.Request.Columns, [.. table.Request.Columns.Select(c => _tables.Rows(table.TableName).Find(c)!.Type)], [], [_tables.Rows(table.TableName)]),
        ScanSource.Rows rows => new ScanInput(rows.Names, rows.Types, [], rows.Batches),
        _ => throw new ArgumentOutOfRangeException(nameof(source)),
    };

    private static void Render(IReadOnlyList<ResultColumn> columns, ColumnBatch batch, List<string?[]> rows)
    {
        var codecs = columns.Select(c => WireTypes.For(c.Type)).ToList();
        using var buffer = new WireBuffer();
        for (var row = 0; row < batch.RowCount; row++)
        {
            var fields = new string?[columns.Count];
            for (var i = 0; i < fields.Length; i++)
            {
                if (batch.Columns[i].IsNull(row)) continue;
                buffer.Truncate(0);
                codecs[i].EncodeText(batch.Columns[i], row, buffer, WireContext.Default);
                fields[i] = Encoding.UTF8.GetString(buffer.Written);
            }
            rows.Add(fields);
        }
    }

    public void Dispose() => _executor.Dispose();
}
