using Granary.Gateway.Ingest;
using Granary.Gateway.Postgres.Messages.Backend;
using Granary.Gateway.Postgres.Sessions;
using Granary.Gateway.Postgres.Transactions;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Errors;
using Granary.Grains.Interfaces.Tables;
using Granary.Sql;
using Granary.Sql.Lexing;

namespace Granary.Gateway.Postgres.Statements;

/// <summary>INSERT: its rows are made complete and held by the transaction.</summary>
internal sealed class InsertCommands(SessionScope scope, QueryCommands queries)
{
    private const string PublicSchema = "public";

    public async ValueTask<StatementResult> InsertAsync(StatementCall call)
    {
        var query = call.Query ?? queries.Resolve(call.Statement, []);
        CheckWritable("INSERT");
        var target = query.Insert!;
        var names = target.ColumnIndexes.Select(index => target.Table.ColumnNames[index]).ToArray();
        var inserted = query.Columns is null ? null : new BatchBuilder(target.Table);
        var splitter = NewSplitter(target.Table);
        long count = 0;
        await using (var source = await OpenSourceAsync(query, call))
        {
            // a statement is atomic also within a block: what it held is taken back when its end fails
            var mark = scope.Transaction.Rows.Mark;
            try
            {
                while (await source.ReadAsync(scope.Cancellation.Token) is { } batch)
                {
                    count += batch.RowCount;
                    var rows = splitter.Split(new ColumnBatch(names, Own(batch, source).Columns, batch.RowCount));
                    inserted?.Append(rows.Batch);
                    await HoldAsync(target.Table, rows);
                }
            }
            catch
            {
                if (scope.Transaction.IsInBlock) scope.Transaction.Rows.CutBack(mark);
                throw;
            }
        }

        if (inserted is null) return new StatementResult(CommandTag.Insert, count);
        var returning = query.BindReturning(inserted.ToBatch(), call.Parameters, scope.Context());
        return new StatementResult(CommandTag.Insert, count, await queries.OpenAsync(query.Columns!, returning));
    }

    /// <summary>The rows of a text that surely is one plain INSERT into a table of ours; null for any other.</summary>
    public PlainInsert? TryDecodePlain(ReadOnlySpan<byte> text)
    {
        // a cheap look first: most texts are something else
        if (text.Length < 6 || (text[0] | 0x20) != 'i' || PlainInsertHead.TryRead(text) is not { } head) return null;
        if (TableOf(head.Target) is not { } table) return null;
        return PlainInsertDecoder.TryDecode(text, head, table, scope.Wire, scope.StatementTime) is { } rows ? new PlainInsert(table, rows) : null;
    }

    public async ValueTask<StatementResult> InsertPlainAsync(PlainInsert insert)
    {
        CheckWritable("INSERT");
        await HoldAsync(insert.Table, NewSplitter(insert.Table).Split(insert.Rows));
        return new StatementResult(CommandTag.Insert, insert.Rows.RowCount);
    }

    private TableSchema? TableOf(IReadOnlyList<string> target) => target switch
    {
        [var name] when scope.View.SearchPath.Contains(PublicSchema) => BuiltInTables.Find(name),
        [PublicSchema, var name] => BuiltInTables.Find(name),
        _ => null,
    };

    public RowSplitter NewSplitter(TableSchema table) => new(table, scope.Identity.Project, scope.StatementTime);

    /// <summary>Holds complete rows until the commit.</summary>
    /// <returns>Whether they were copied, so that the batch's buffers may be filled again.</returns>
    public ValueTask<bool> HoldAsync(TableSchema table, SplitRows rows) =>
        scope.Transaction.Rows.AddAsync(table, rows, scope.Transaction.Status == TransactionStatus.Implicit, scope.Cancellation.Token);

    public void CheckWritable(string command)
    {
        scope.Transaction.HasRunStatement = true;
        if (!scope.Transaction.IsReadOnly) return;
        throw new GranaryException(ErrorKind.Invalid, SqlState.ReadOnlySqlTransaction, $"cannot execute {command} in a read-only transaction");
    }

    private async ValueTask<RowSource> OpenSourceAsync(PreparedQuery query, StatementCall call)
    {
        if (call.PlainRows is { } plain) return new BatchRowSource([], [plain]);
        if (PlainInsertBinder.For(query) is { } binder)
            return new BatchRowSource([], [binder.Decode(call.Parameters, scope.Wire, scope.StatementTime)]);
        return await queries.OpenAsync([], query.Bind(call.Parameters, scope.Context()));
    }

    // an engine's batch is valid until the next one only
    private static ColumnBatch Own(ColumnBatch batch, RowSource source)
    {
        if (source is not QueryRowSource) return batch;
        var builder = new BatchBuilder(batch.Names, [.. batch.Columns.Select(column => column.Type)]);
        builder.Append(batch);
        return builder.ToBatch();
    }
}

/// <summary>The rows of an INSERT that was read without parsing it, in the columns that it named.</summary>
internal sealed record PlainInsert(TableSchema Table, ColumnBatch Rows);
