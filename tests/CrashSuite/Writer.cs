using System.Globalization;
using System.Text;
using Npgsql;

namespace Granary.CrashSuite;

/// <summary>
/// One client that writes statement after statement until its connection breaks, and tells the ledger what it was answered.
/// Now and then it reads back what it has just been promised.
/// </summary>
internal sealed class Writer(int number, Ledger ledger, Random random)
{
    private static readonly string[] Projects = ["alpha", "beta", "gamma", "delta", "we ird/näme", "default"];
    private static readonly string Filler = new('x', 4000);
    private readonly DateTime _now = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);
    private int _statements;

    /// <summary>Statements answered with success.</summary>
    public int Acknowledged { get; private set; }

    public async Task RunAsync(string connectionString, CancellationToken stop)
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                await using var connection = new NpgsqlConnection(connectionString);
                await connection.OpenAsync(stop);
                // Npgsql closes its side after any error of the classes 53 and 58; the server would have gone on
                while (!stop.IsCancellationRequested && connection.State == System.Data.ConnectionState.Open) await StatementAsync(connection);
            }
        }
        catch (Exception e) when (e is NpgsqlException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // the server was killed: what was in flight stays Unknown in the ledger
        }
    }

    private async Task StatementAsync(NpgsqlConnection connection)
    {
        var kind = Kind();
        var key = $"w{number}-{_statements++}-{kind}";
        var rows = Rows(key, kind);
        var parts = rows.GroupBy(row => row.Project).Select(group => new WrittenStatement(key, group.Key, group.Count()) { MayComeLate = kind == WriteKind.LargeCopy }).ToList();
        parts.ForEach(ledger.Add);
        try
        {
            await WriteAsync(connection, kind, rows);
            parts.ForEach(part => part.Tell(kind is WriteKind.RolledBack ? Outcome.Refused : Outcome.Acknowledged));
            Acknowledged++;
        }
        catch (PostgresException e) when (e.SqlState == "08007")
        {
            parts.ForEach(part => part.Tell(Outcome.Unknown));
            return;
        }
        catch (PostgresException e) when (e.SqlState[..2] is not ("57" or "08"))
        {
            if (kind != WriteKind.BrokenCopy && e.SqlState is not ("53200" or "53100" or "58030")) throw new InvalidOperationException($"{key} was refused: {e.SqlState} {e.MessageText}", e);
            parts.ForEach(part => part.Tell(Outcome.Refused));
            return;
        }

        if (kind == WriteKind.BrokenCopy) throw new InvalidOperationException($"{key}: a broken COPY was accepted");
        if (random.Next(10) == 0) await ReadBackAsync(connection, key, parts);
    }

    private WriteKind Kind() => random.Next(100) switch
    {
        < 35 => WriteKind.SingleInsert,
        < 60 => WriteKind.MultiRowInsert,
        < 75 => WriteKind.PreparedInsert,
        < 88 => WriteKind.Copy,
        < 89 => WriteKind.LargeCopy,
        < 94 => WriteKind.Transaction,
        < 97 => WriteKind.RolledBack,
        _ => WriteKind.BrokenCopy,
    };

    private List<WrittenRow> Rows(string key, WriteKind kind)
    {
        var count = kind switch
        {
            WriteKind.SingleInsert => 1,
            WriteKind.MultiRowInsert or WriteKind.Transaction or WriteKind.RolledBack => 2 + random.Next(300),
            WriteKind.PreparedInsert => 1 + random.Next(5),
            WriteKind.LargeCopy => 18_000 + random.Next(4_000), // more than one append may hold
            _ => 1 + random.Next(3_000),
        };
        var projects = 1 + random.Next(kind == WriteKind.LargeCopy ? 2 : 3);
        var first = random.Next(Projects.Length);
        var isLate = random.Next(8) == 0;
        return [.. Enumerable.Range(0, count).Select(i => new WrittenRow(
            $"{key}-{i}",
            key,
            Projects[(first + i % projects) % Projects.Length],
            _now.AddSeconds(_statements).AddMilliseconds(i).AddDays(isLate ? -1 - random.Next(20) : 0),
            kind == WriteKind.LargeCopy ? Filler : "row"))];
    }

    private static async Task WriteAsync(NpgsqlConnection connection, WriteKind kind, List<WrittenRow> rows)
    {
        switch (kind)
        {
            case WriteKind.PreparedInsert:
                foreach (var chunk in rows.Chunk(5)) await InsertPreparedAsync(connection, chunk);
                break;
            case WriteKind.Copy or WriteKind.LargeCopy or WriteKind.BrokenCopy:
                await CopyAsync(connection, rows, isBroken: kind == WriteKind.BrokenCopy);
                break;
            case WriteKind.Transaction or WriteKind.RolledBack:
                await TransactionAsync(connection, rows, kind == WriteKind.Transaction);
                break;
            default:
                await InsertAsync(connection, rows);
                break;
        }
    }

    private static async Task InsertAsync(NpgsqlConnection connection, IReadOnlyList<WrittenRow> rows)
    {
        await using var command = new NpgsqlCommand(
            $"INSERT INTO otel_logs_and_spans ({WrittenRow.Columns}) VALUES {string.Join(", ", rows.Select(row => row.Literal))}", connection)
        { AllResultTypesAreUnknown = true };
        var inserted = await command.ExecuteNonQueryAsync();
        if (inserted != rows.Count) throw new InvalidOperationException($"INSERT of {rows.Count} rows was answered with {inserted}");
    }

    private static async Task InsertPreparedAsync(NpgsqlConnection connection, WrittenRow[] rows)
    {
        await using var command = new NpgsqlCommand
        {
            Connection = connection,
            CommandText = $"INSERT INTO otel_logs_and_spans ({WrittenRow.Columns}) VALUES " + string.Join(", ", rows.Select((_, i) => $"(${5 * i + 1}, ${5 * i + 2}, ${5 * i + 3}, ${5 * i + 4}, ${5 * i + 5})")),
        };
        foreach (var row in rows)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = row.Id });
            command.Parameters.Add(new NpgsqlParameter { Value = row.Key });
            command.Parameters.Add(new NpgsqlParameter { Value = row.Project });
            command.Parameters.Add(new NpgsqlParameter { Value = row.Time });
            command.Parameters.Add(new NpgsqlParameter { Value = row.Name });
        }

        await command.PrepareAsync();
        await command.ExecuteNonQueryAsync();
        await command.UnprepareAsync();
    }

    private static async Task CopyAsync(NpgsqlConnection connection, List<WrittenRow> rows, bool isBroken)
    {
        await using var copy = await connection.BeginTextImportAsync($"COPY otel_logs_and_spans ({WrittenRow.Columns}) FROM STDIN");
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            text.Append(row.CopyLine);
            if (text.Length < 1 << 16) continue;
            await copy.WriteAsync(text);
            text.Clear();
        }

        if (isBroken) text.Append("only\ttwo fields\n");
        await copy.WriteAsync(text);
    }

    private static async Task TransactionAsync(NpgsqlConnection connection, List<WrittenRow> rows, bool commit)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        foreach (var chunk in rows.Chunk(Math.Max(1, rows.Count / 3))) await InsertAsync(connection, chunk);
        if (commit) await transaction.CommitAsync();
        else await transaction.RollbackAsync();
    }

    private static async Task ReadBackAsync(NpgsqlConnection connection, string key, List<WrittenStatement> parts)
    {
        await using var command = new NpgsqlCommand($"SELECT count(*), count(DISTINCT id) FROM otel_logs_and_spans WHERE context___trace_id = '{key}'", connection);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        var expected = parts.Where(part => part.Outcome == Outcome.Acknowledged).Sum(part => part.Rows);
        if (reader.GetInt64(0) != expected || reader.GetInt64(1) != expected)
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"VIOLATION (read your writes): {key}: {reader.GetInt64(0)} rows, {reader.GetInt64(1)} distinct, {expected} were acknowledged"));
    }
}
