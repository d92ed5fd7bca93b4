using Granary.Gateway.Postgres.Messages.Backend;
using Granary.Gateway.Postgres.Sessions;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Errors;
using Granary.Sql.Syntax;

namespace Granary.Gateway.Postgres.Statements;

/// <summary>DECLARE, FETCH, MOVE and CLOSE. A cursor is a portal; one that may go back keeps its rows in memory, bounded.</summary>
internal sealed class CursorCommands(SessionScope scope, StatementRunner runner)
{
    private static readonly short[] AllBinary = [1];

    public async ValueTask<StatementResult> DeclareAsync(DeclareCursorStatement declare)
    {
        if (!declare.WithHold && !scope.Transaction.IsInBlock && !scope.IsMultiStatement)
            throw new GranaryException(ErrorKind.Invalid, SqlState.NoActiveSqlTransaction, "DECLARE CURSOR can only be used in transaction blocks");
        var statement = new ParsedStatement(declare.Query);
        var query = runner.Queries.Resolve(statement, []);
        var portal = new Portal
        {
            Name = declare.Name,
            Statement = new PreparedStatement { Name = "", Statement = statement, Query = query },
            Formats = declare.IsBinary ? AllBinary : [],
            IsCursor = true,
            IsHeld = declare.WithHold,
            Columns = query.Columns,
        };
        await scope.Portals.AddAsync(portal);
        try
        {
            portal.Result = await runner.RunAsync(new StatementCall(statement, query));
            portal.Reader = new RowReader(portal.Result.Rows!);
            if (declare.IsScroll == true) await portal.Reader.MaterializeAsync(scope.Services.Options.MaxTransactionBytes, scope.Cancellation.Token);
        }
        catch
        {
            await scope.Portals.RemoveAsync(portal.Name);
            throw;
        }

        return StatementResult.Done("DECLARE CURSOR");
    }

    public async ValueTask<StatementResult> FetchAsync(FetchStatement fetch)
    {
        var portal = scope.Portals.GetCursor(fetch.Cursor);
        scope.Portals.Active = portal;
        var reader = await ReaderOfAsync(portal);
        var rows = await MoveAsync(reader, fetch);
        if (!fetch.IsMove) return new StatementResult(new CommandTag("FETCH", HasCount: true), Rows: rows) { Formats = portal.Formats };

        long count = 0;
        while (await rows.ReadAsync(scope.Cancellation.Token) is { } batch) count += batch.RowCount;
        return new StatementResult(new CommandTag("MOVE", HasCount: true), count);
    }

    public async ValueTask<StatementResult> CloseAsync(CloseCursorStatement close)
    {
        if (close.Name is null)
        {
            await scope.Portals.RemoveAllAsync(keepHeld: false);
            return StatementResult.Done("CLOSE CURSOR ALL");
        }

        scope.Portals.GetCursor(close.Name);
        await scope.Portals.RemoveAsync(close.Name);
        return StatementResult.Done("CLOSE CURSOR");
    }

    private async ValueTask<RowReader> ReaderOfAsync(Portal portal)
    {
        if (portal.Reader is { } reader) return reader;

        // a portal of the protocol that was bound and not run yet: some drivers MOVE it by SQL
        if (portal.Result is not null || portal.Statement.Statement is not { IsQuery: true } statement)
            throw new GranaryException(ErrorKind.Invalid, SqlState.ObjectNotInPrerequisiteState, $"portal \"{portal.Name}\" cannot be run");
        portal.Result = await runner.RunAsync(new StatementCall(statement, portal.Statement.Query, portal.Parameters, portal.PlainRows));
        return portal.Reader = new RowReader(portal.Result.Rows ?? new BatchRowSource([], []));
    }

    private async ValueTask<RowSource> MoveAsync(RowReader reader, FetchStatement fetch)
    {
        var (direction, count) = (fetch.Direction, fetch.Count);
        if (count < 0 && direction is FetchDirection.Forward or FetchDirection.Backward)
            (direction, count) = (direction == FetchDirection.Forward ? FetchDirection.Backward : FetchDirection.Forward, count == long.MinValue ? long.MaxValue : -count);
        switch (direction)
        {
            case FetchDirection.Forward when count > 0: return new StepRowSource(reader, count);
            case FetchDirection.Absolute when !reader.IsMaterialized && count > reader.Position:
                return await SkipToAsync(reader, count - reader.Position);
            case FetchDirection.Relative when !reader.IsMaterialized && count > 0: return await SkipToAsync(reader, count);
        }

        if (!reader.IsMaterialized)
        {
            throw new GranaryException(ErrorKind.Invalid, SqlState.ObjectNotInPrerequisiteState, "cursor can only scan forward")
            {
                Hint = "Declare it with SCROLL option to enable backward scan.",
            };
        }

        return direction switch
        {
            FetchDirection.Backward when count > 0 => new BatchRowSource(reader.Columns, [reader.ReadBackward(count)]),
            FetchDirection.Absolute => One(reader, count < 0 ? Math.Max(0, reader.RowCount + 1 + count) : count),
            FetchDirection.Relative => One(reader, Math.Max(0, reader.Position + count)),
            _ => One(reader, reader.Position),
        };
    }

    private async ValueTask<RowSource> SkipToAsync(RowReader reader, long steps)
    {
        for (var left = steps - 1; left > 0;)
        {
            if (await reader.ReadAsync(left, scope.Cancellation.Token) is not { } skipped) break;
            left -= skipped.Count;
        }

        return new StepRowSource(reader, 1);
    }

    private static BatchRowSource One(RowReader reader, long place) =>
        new(reader.Columns, reader.Seek(place) is { } row ? [row.Batch.Slice(row.From, row.Count)] : []);

    /// <summary>The next so many rows of a cursor, which lives on.</summary>
    private sealed class StepRowSource(RowReader reader, long count) : RowSource(reader.Columns)
    {
        private long _left = count;

        public override async ValueTask<ColumnBatch?> ReadAsync(CancellationToken cancellationToken)
        {
            if (_left == 0 || await reader.ReadAsync(_left, cancellationToken) is not { } rows) return null;
            _left -= rows.Count;
            return rows.Batch.Slice(rows.From, rows.Count);
        }

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
