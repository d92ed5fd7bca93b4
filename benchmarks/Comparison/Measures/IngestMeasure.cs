using Granary.Comparison.Generation;
using Granary.Comparison.Reporting;
using Granary.Comparison.Servers;
using Granary.Comparison.Wire;

namespace Granary.Comparison.Measures;

/// <summary>COPY, INSERTs and SELECT 1 on both servers, round by round in turn; an answer counts when the server has synced.</summary>
internal sealed class IngestMeasure(PostgresServer postgres, long copyRows, int rounds)
{
    private const int BatchRows = 500;
    private const int Batches = 60;
    private const int SingleRows = 1_500;
    private const int Clients = 16;
    private const int Selects = 10_000;
    private static readonly string Copy = $"COPY otel_logs_and_spans ({string.Join(", ", RowGenerator.Columns)}) FROM STDIN";
    private readonly Medians _medians = new();
    private readonly string _file = GeneratedRows.File(copyRows);
    private readonly string[] _batches = [.. Enumerable.Range(0, Batches).Select(i => Statements.Insert(copyRows + i * BatchRows, BatchRows))];
    private readonly string[] _singles = [.. Enumerable.Range(0, SingleRows).Select(i => Statements.Insert(2 * copyRows + i, 1))];
    private readonly string?[][] _bound = [.. Enumerable.Range(0, Batches).Select(i => Statements.Rows(3 * copyRows + i * BatchRows, BatchRows).SelectMany(row => row).ToArray())];

    public void Run(Report report)
    {
        for (var round = 0; round < rounds; round++)
        {
            postgres.CreateTable(withIndexes: true);
            Round("postgres", postgres.Open);
            using var granary = new GranaryServer();
            using (var warmUp = granary.Open()) WarmUp(warmUp);
            Round("granary", granary.Open);
        }

        report.Rate($"COPY {copyRows:N0} rows", _medians["granary copy"], _medians["postgres copy"], 2.5);
        report.Rate("INSERT 500 rows, simple", _medians["granary insert"], _medians["postgres insert"], 2);
        Report.Note("INSERT 500 rows, prepared", $"{_medians["granary bound"]:N0}/s against {_medians["postgres bound"]:N0}/s");
        report.Rate("INSERT 1 row, 1 client", _medians["granary single"], _medians["postgres single"], 0.7);
        report.Rate("INSERT 1 row, 16 clients", _medians["granary singles"], _medians["postgres singles"], 0.7);
        report.Rate("SELECT 1, 1 client", _medians["granary select"], _medians["postgres select"], 0.6);
        report.Rate("SELECT 1, 16 clients", _medians["granary selects"], _medians["postgres selects"], 0.6);
    }

    private void Round(string system, Func<WireConnection> open)
    {
        using var connection = open();
        using (var rows = File.OpenRead(_file))
            _medians.Rate($"{system} copy", copyRows, () => connection.CopyIn(Copy, rows).Checked());
        _medians.Rate($"{system} insert", Batches * BatchRows, () => { foreach (var sql in _batches) connection.Query(sql).Checked(); });
        connection.Send([.. WireMessages.Parse("insert", Statements.Prepared(BatchRows)), .. WireMessages.Sync]);
        connection.ReadUntilReady(false).Checked();
        _medians.Rate($"{system} bound", Batches * BatchRows, () => { foreach (var parameters in _bound) InsertBound(connection, parameters); });
        _medians.Rate($"{system} single", SingleRows, () => { foreach (var sql in _singles) connection.Query(sql).Checked(); });
        _medians.Rate($"{system} singles", SingleRows * 4, () => InParallel(open, client => RepeatSingles(client, SingleRows * 4 / Clients)));
        _medians.Rate($"{system} select", Selects, () => Select(connection, Selects));
        _medians.Rate($"{system} selects", Selects * 2, () => InParallel(open, client => Select(client, Selects * 2 / Clients)));
    }

    /// <summary>Every path that is measured has run once: a COPY of so many rows is a load, as the measured one is.</summary>
    private void WarmUp(WireConnection connection)
    {
        using (var rows = new GeneratedRows(4 * copyRows, 400_000)) connection.CopyIn(Copy, rows).Checked();
        foreach (var sql in _batches.Take(20)) connection.Query(sql).Checked();
        foreach (var sql in _singles.Take(300)) connection.Query(sql).Checked();
        Select(connection, 2_000);
    }

    private void RepeatSingles(WireConnection connection, int count)
    {
        for (var i = 0; i < count; i++) connection.Query(_singles[i]).Checked();
    }

    private static void InsertBound(WireConnection connection, string?[] parameters)
    {
        connection.Send([.. WireMessages.Bind("insert", parameters), .. WireMessages.Execute, .. WireMessages.Sync]);
        connection.ReadUntilReady(false).Checked();
    }

    private static void Select(WireConnection connection, int count)
    {
        for (var i = 0; i < count; i++) connection.Query("SELECT 1").Checked();
    }

    private static void InParallel(Func<WireConnection> open, Action<WireConnection> work)
    {
        var threads = Enumerable.Range(0, Clients).Select(_ => open()).Select(connection => new Thread(() =>
        {
            using (connection) work(connection);
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
    }
}
