using Granary.Gateway.Postgres.Copying;
using Granary.Gateway.Postgres.Messages;
using Granary.Gateway.Postgres.Messages.Backend;
using Granary.Gateway.Postgres.Messages.Frontend;
using Granary.Gateway.Postgres.Sessions;
using Granary.Grains.Interfaces.Errors;
using Granary.Sql.Syntax;
using Microsoft.AspNetCore.Connections;

namespace Granary.Gateway.Postgres.Statements;

/// <summary>COPY between the client and a table or query, never a file of the server.</summary>
internal sealed class CopyCommands(SessionScope scope, StatementRunner runner, InsertCommands inserts)
{
    public ValueTask<StatementResult> CopyAsync(CopyStatement copy)
    {
        if (copy.Endpoint is not CopyClient) throw NotTheClient(copy);
        var options = CopyOptions.Read(copy.Options, copy.IsFrom);
        return copy.IsFrom ? FromClientAsync(copy, options) : ToClientAsync(copy, options);
    }

    /// <summary>
    /// COPY FROM STDIN: 1. the client is told to send; 2. its data become batches, and those rows of the transaction;
    /// 3. CopyDone ends it, CopyFail or an error undoes it. What the client still sends after an error is passed over by the session.
    /// </summary>
    private async ValueTask<StatementResult> FromClientAsync(CopyStatement copy, CopyOptions options)
    {
        inserts.CheckWritable("COPY FROM");
        if (copy.Where is not null) throw Unsupported("COPY FROM … WHERE is not supported", "Load all rows, and filter when reading.");
        var target = CopySubjects.TargetOf(copy);
        var splitter = inserts.NewSplitter(target.Table);
        using var reader = CopyReader.Create(options, target.Table.Name, target.Columns, scope.Wire);

        CopyResponseMessage.WriteIn(scope.Buffer, options.Format == CopyFormat.Binary, target.Columns.Count);
        await scope.Output.FlushAsync(scope.Cancellation.Token);
        await SocketThread.LeaveAsync();
        while (await NextDataAsync() is { } data)
        {
            reader.Push(data.Span);
            await TakeAsync();
        }

        reader.Complete();
        await TakeAsync();
        return new StatementResult(CommandTag.Copy, reader.RowCount);

        async ValueTask TakeAsync()
        {
            while (reader.Take() is { } batch)
                if (await inserts.HoldAsync(target.Table, splitter.Split(batch.Rows, batch.WhereOfRow))) reader.Reuse(batch);
        }
    }

    /// <summary>The next piece of data; null when the client is done.</summary>
    private async ValueTask<ReadOnlyMemory<byte>?> NextDataAsync()
    {
        while (true)
        {
            byte code;
            ReadOnlyMemory<byte> body;
            while (!scope.Input.TryRead(out code, out body))
            {
                scope.Cancellation.ThrowIfRequested();
                if (await scope.Input.FillAsync(scope.Cancellation.Token) == ReadOutcome.End) throw new ConnectionAbortedException("the client left during COPY");
                await SocketThread.LeaveAsync();
            }

            if (scope.Input.Refusal is { } refusal) throw refusal;
            switch (code)
            {
                case FrontendCode.CopyData: return body;
                case FrontendCode.CopyDone: return null;
                case FrontendCode.CopyFail: throw Failed(body.Span);
                case FrontendCode.Terminate: throw new ConnectionAbortedException("the client left during COPY");

                // a client of the extended protocol may have sent them before it knew that this is a COPY
                case FrontendCode.Flush or FrontendCode.Sync: continue;
                default: throw MessageCursor.Violation($"unexpected message type 0x{code:X2} during COPY from stdin");
            }
        }
    }

    private static GranaryException Failed(ReadOnlySpan<byte> body)
    {
        var reason = new MessageCursor(body).ReadText();
        return new GranaryException(ErrorKind.Cancelled, SqlState.QueryCanceled, $"COPY from stdin failed: {reason}");
    }

    /// <summary>COPY TO STDOUT: the rows of a table or query, streamed.</summary>
    private async ValueTask<StatementResult> ToClientAsync(CopyStatement copy, CopyOptions options)
    {
        var result = await runner.RunAsync(new StatementCall(new ParsedStatement(CopySubjects.QueryOf(copy))));
        if (result.Rows is not { } rows) throw Unsupported("COPY query must have a RETURNING clause", null);
        await using (rows)
        {
            using var writer = CopyWriter.Create(options, rows.Columns, scope.Wire);
            CopyResponseMessage.WriteOut(scope.Buffer, options.Format == CopyFormat.Binary, rows.Columns.Count);
            writer.Begin(scope.Buffer);
            var count = await SendAsync(rows, writer);
            writer.End(scope.Buffer);
            scope.Buffer.WriteEmpty(BackendCode.CopyDone);
            return new StatementResult(CommandTag.Copy, count);
        }
    }

    private async ValueTask<long> SendAsync(RowSource rows, CopyWriter writer)
    {
        const int StepRows = 64;
        long sent = 0;
        var reader = new RowReader(rows);
        var token = scope.Cancellation.Token;
        runner.Queries.IsReading = true;
        try
        {
            while (await reader.ReadAsync(StepRows, token) is { } step)
            {
                writer.Write(step.Batch, step.From, step.To, scope.Buffer);
                sent += step.Count;
                scope.Cancellation.ThrowIfRequested();
                await scope.Output.FlushIfFullAsync(token);
            }
        }
        finally
        {
            runner.Queries.IsReading = false;
        }

        return sent;
    }

    private static GranaryException NotTheClient(CopyStatement copy) =>
        new(ErrorKind.Unauthorized, SqlState.InsufficientPrivilege, copy.Endpoint is CopyProgram
            ? "COPY to or from a program of the server is not allowed" : "COPY to or from a file of the server is not allowed")
        {
            Hint = copy.IsFrom ? "Use COPY … FROM STDIN, or psql's \\copy." : "Use COPY … TO STDOUT, or psql's \\copy.",
            Position = copy.Endpoint.Position,
        };

    private static GranaryException Unsupported(string message, string? hint) =>
        new(ErrorKind.Unsupported, SqlState.FeatureNotSupported, message) { Hint = hint };
}
