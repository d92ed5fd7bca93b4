using Granary.Gateway.Postgres.Messages.Backend;
using Granary.Gateway.Postgres.Messages.Frontend;
using Granary.Gateway.Postgres.Statements;
using Granary.Gateway.Postgres.Transactions;
using Granary.Gateway.Postgres.Types;

namespace Granary.Gateway.Postgres.Sessions;

/// <content>The simple protocol: a text of any number of statements, one implicit transaction unless the text says otherwise.</content>
internal sealed partial class Session
{
    private async ValueTask HandleQueryAsync(ReadOnlyMemory<byte> body)
    {
        BeginMessage();
        if (_scope.Portals.Find("") is not null) await _scope.Portals.RemoveAsync("");
        Transaction.BeginImplicit();
        var text = body[..QueryMessage.TextLength(body.Span)];
        if (_runner.TryDecodePlainInsert(text.Span) is { } insert)
        {
            var inserted = await _runner.InsertPlainAsync(insert);
            await EndImplicitAsync();
            CommandCompleteMessage.Write(Buffer, inserted.Tag, inserted.Count ?? 0);
            EndMessage();
            WriteReady();
            return;
        }

        if (_scope.Services.Statements.Find(text.Span) is not { } statements)
        {
            await SocketThread.LeaveAsync();
            statements = _scope.Services.Statements.Parse(text.Span);
        }

        _scope.IsMultiStatement = statements.Length > 1;
        if (statements.Length == 0)
        {
            Buffer.WriteEmpty(BackendCode.EmptyQueryResponse);
            await EndImplicitAsync();
        }

        for (var i = 0; i < statements.Length; i++) await RunSimpleAsync(statements[i], isLast: i + 1 == statements.Length);
        _scope.IsMultiStatement = false;
        EndMessage();
        WriteReady();
    }

    private async ValueTask RunSimpleAsync(ParsedStatement statement, bool isLast)
    {
        Transaction.BeginImplicit();
        var result = await _runner.RunAsync(new StatementCall(statement));
        long count = result.Count ?? 0;
        if (result.Rows is { } rows)
        {
            RowDescriptionMessage.Write(Buffer, rows.Columns, result.Formats);
            await using (rows)
            {
                var sent = await SendAllAsync(rows, result.Formats);
                count = result.Count ?? sent;
            }
        }

        // as in PostgreSQL the last statement is told done only when its transaction is
        if (isLast) await EndImplicitAsync();
        CommandCompleteMessage.Write(Buffer, result.Tag, count);
    }

    private ValueTask EndImplicitAsync() =>
        Transaction.Status == TransactionStatus.Implicit ? _runner.CommitAsync() : ValueTask.CompletedTask;

    private async ValueTask<long> SendAllAsync(RowSource rows, short[] formats)
    {
        var encoder = _scope.RentEncoder(rows.Columns, formats);
        try
        {
            return await SendAsync(new RowReader(rows), encoder, long.MaxValue);
        }
        finally
        {
            _scope.ReturnEncoder(encoder, rows.Columns, formats);
        }
    }

    /// <summary>Sends rows as they come, at most some; a slow client makes the source wait.</summary>
    private async ValueTask<long> SendAsync(RowReader reader, RowEncoder encoder, long maxRows)
    {
        // rows of wide tables are some kilobytes: this many are a write's worth
        const int StepRows = 64;
        long sent = 0;
        var token = _scope.Cancellation.Token;
        _runner.Queries.IsReading = true;
        try
        {
            while (sent < maxRows && await reader.ReadAsync(Math.Min(StepRows, maxRows - sent), token) is { } rows)
            {
                encoder.Write(rows.Batch, rows.From, rows.To, Buffer);
                sent += rows.Count;
                _scope.Cancellation.ThrowIfRequested();
                await _scope.Output.FlushIfFullAsync(token);
            }
        }
        finally
        {
            _runner.Queries.IsReading = false;
        }

        _scope.Services.Instruments.RowsSent.Add(sent);
        return sent;
    }

    private void BeginMessage()
    {
        _scope.Portals.Active = null;
        _scope.StatementTime = Transaction.Microseconds(_scope.Services.Time);
        _scope.Cancellation.Begin(_scope.View.StatementTimeout);
        _startedAt = _scope.Services.Time.GetTimestamp();
    }

    private void EndMessage()
    {
        _scope.Cancellation.End();
        var elapsed = _scope.Services.Time.GetElapsedTime(_startedAt);
        _scope.Services.Instruments.StatementDuration.Record(elapsed.TotalSeconds);
        GatewayTracing.Statement(_scope.Services.Time.GetUtcNow(), elapsed, _scope.Identity);
    }

    private long _startedAt;
}
