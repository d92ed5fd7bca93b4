using Granary.Gateway.Postgres.Messages.Backend;
using Granary.Gateway.Postgres.Messages.Frontend;
using Granary.Gateway.Postgres.Statements;
using Granary.Grains.Interfaces.Errors;
using Granary.Sql;

namespace Granary.Gateway.Postgres.Sessions;

/// <content>The extended protocol: prepared statements and portals. All up to Sync is one implicit transaction.</content>
internal sealed partial class Session
{
    private ValueTask HandleParseAsync(ReadOnlyMemory<byte> body)
    {
        var message = new ParseMessage(body.Span);
        BeginMessage();
        Transaction.BeginImplicit();
        var statements = _scope.Services.Statements.Parse(message.Text);
        if (statements.Length > 1)
            throw new GranaryException(ErrorKind.Invalid, SqlState.SyntaxError, "cannot insert multiple commands into a prepared statement");
        _scope.Statements.Add(Prepare(message.Name, statements.Length == 0 ? null : statements[0], message.ParameterOids));
        Buffer.WriteEmpty(BackendCode.ParseComplete);
        EndMessage();
        return ValueTask.CompletedTask;
    }

    private PreparedStatement Prepare(string name, ParsedStatement? statement, uint[] oids)
    {
        if (statement is null) return new PreparedStatement { Name = name, Statement = null };
        _runner.CheckState(statement.Syntax);
        var query = statement.IsQuery ? _runner.Queries.Resolve(statement, oids) : null;
        return new PreparedStatement
        {
            Name = name,
            Statement = statement,
            Query = query,
            Parameters = query?.Parameters ?? [],
            DeclaredOids = oids,
            SearchPath = _scope.View.SearchPathText,
            // RETURNING may name parameters: then they are needed as values of their own
            PlainInsert = query?.Columns is null ? PlainInsertBinder.For(query) : null,
        };
    }

    private async ValueTask HandleBindAsync(ReadOnlyMemory<byte> body)
    {
        BeginMessage();
        Transaction.BeginImplicit();
        var portal = Bind(body.Span);
        await _scope.Portals.AddAsync(portal);
        Buffer.WriteEmpty(BackendCode.BindComplete);
        EndMessage();
    }

    private Portal Bind(ReadOnlySpan<byte> body)
    {
        var message = new BindMessage(body);
        var statement = _runner.Queries.Renew(_scope.Statements.Get(message.Statement));
        if (statement.Statement is not null) _runner.CheckState(statement.Statement.Syntax);
        BindChecks.Run(message, statement, statement.Query?.Columns);
        return new Portal
        {
            Name = message.Portal,
            Statement = statement,
            PlainRows = statement.PlainInsert?.Decode(message, _scope.Wire, _scope.StatementTime),
            Parameters = statement.PlainInsert is null ? ParameterDecoder.Decode(message, statement.Parameters, _scope.Wire) : null,
            Formats = message.ResultFormats,
            Columns = statement.Query?.Columns,
        };
    }

    private ValueTask HandleDescribeAsync(ReadOnlyMemory<byte> body)
    {
        var message = new TargetMessage(body.Span, "DESCRIBE");
        Transaction.BeginImplicit();
        if (message.IsStatement) DescribeStatement(_runner.Queries.Renew(_scope.Statements.Get(message.Name)));
        else DescribePortal(_scope.Portals.Get(message.Name));
        return ValueTask.CompletedTask;
    }

    private void DescribeStatement(PreparedStatement statement)
    {
        ParameterDescriptionMessage.Write(Buffer, statement.Parameters);
        WriteColumns(statement.Statement is null ? null : _runner.ColumnsOf(statement.Statement, statement.Query), []);
    }

    private void DescribePortal(Portal portal)
    {
        portal.Columns ??= portal.Statement.Statement is null ? null : _runner.ColumnsOf(portal.Statement.Statement, portal.Statement.Query);
        WriteColumns(portal.Columns, portal.Formats);
    }

    private void WriteColumns(IReadOnlyList<ResultColumn>? columns, short[] formats)
    {
        if (columns is null) Buffer.WriteEmpty(BackendCode.NoData);
        else RowDescriptionMessage.Write(Buffer, columns, formats);
    }

    private async ValueTask HandleExecuteAsync(ReadOnlyMemory<byte> body)
    {
        var message = new ExecuteMessage(body.Span);
        var (name, limit) = (message.Portal, message.RowLimit);
        BeginMessage();
        Transaction.BeginImplicit();
        var portal = _scope.Portals.Active = _scope.Portals.Get(name);
        if (portal.Statement.Statement is { } statement) await ExecuteAsync(portal, statement, limit);
        else Buffer.WriteEmpty(BackendCode.EmptyQueryResponse);
        EndMessage();
    }

    private async ValueTask ExecuteAsync(Portal portal, ParsedStatement statement, long limit)
    {
        if (portal.Result is null) await StartAsync(portal, statement);
        else CheckCanRunOn(portal);
        var result = portal.Result!;
        if (portal.Reader is not { } reader)
        {
            portal.IsFinished = true;
            CommandCompleteMessage.Write(Buffer, result.Tag, result.Count ?? 0);
            return;
        }

        var formats = result.Formats.Length > 0 ? result.Formats : portal.Formats;
        portal.Encoder ??= _scope.RentEncoder(reader.Columns, formats);
        var sent = await SendAsync(reader, portal.Encoder, limit);
        if (sent >= limit)
        {
            Buffer.WriteEmpty(BackendCode.PortalSuspended);
            return;
        }

        portal.IsFinished = true;
        _scope.ReturnEncoder(portal.Encoder, reader.Columns, formats);
        portal.Encoder = null;
        await reader.DisposeAsync();
        CommandCompleteMessage.Write(Buffer, result.Tag, result.Count ?? sent);
    }

    private async ValueTask StartAsync(Portal portal, ParsedStatement statement)
    {
        var result = await _runner.RunAsync(new StatementCall(statement, portal.Statement.Query, portal.Parameters, portal.PlainRows));
        portal.Result = result;
        if (result.Rows is { } rows) portal.Reader = new RowReader(rows);
    }

    private void CheckCanRunOn(Portal portal)
    {
        _runner.CheckState(portal.Statement.Statement!.Syntax);
        if (portal.Reader is null)
            throw new GranaryException(ErrorKind.Invalid, SqlState.ObjectNotInPrerequisiteState, $"portal \"{portal.Name}\" cannot be run");
    }

    private async ValueTask HandleCloseAsync(ReadOnlyMemory<byte> body)
    {
        var (isStatement, name) = ReadClose(body.Span);
        if (isStatement) _scope.Statements.Remove(name);
        else await _scope.Portals.RemoveAsync(name);
        Buffer.WriteEmpty(BackendCode.CloseComplete);
    }

    private static (bool IsStatement, string Name) ReadClose(ReadOnlySpan<byte> body)
    {
        var message = new TargetMessage(body, "CLOSE");
        return (message.IsStatement, message.Name);
    }

    private async ValueTask HandleSyncAsync()
    {
        _state = SessionState.Ready;
        BeginMessage();
        await EndImplicitAsync();
        EndMessage();
        WriteReady();
    }
}
