using Granary.Gateway.Postgres.Sessions;
using Granary.Gateway.Postgres.Types;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Errors;
using Granary.Sql;
using Granary.Sql.Syntax;

namespace Granary.Gateway.Postgres.Statements;

/// <summary>PREPARE, EXECUTE and DEALLOCATE; the names are those of the protocol's statements too.</summary>
internal sealed class PreparedCommands(SessionScope scope, StatementRunner runner)
{
    public StatementResult Prepare(PrepareStatement prepare)
    {
        var statement = new ParsedStatement(prepare.Body);
        var oids = prepare.ParameterTypes.Select(DeclaredTypes.OidOf).ToArray();
        var query = statement.IsQuery ? runner.Queries.Resolve(statement, oids) : null;
        scope.Statements.Add(new PreparedStatement
        {
            Name = prepare.Name,
            Statement = statement,
            Query = query,
            Parameters = query?.Parameters ?? [],
            DeclaredOids = oids,
            SearchPath = scope.View.SearchPathText,
        });
        return StatementResult.Done("PREPARE");
    }

    public async ValueTask<StatementResult> ExecuteAsync(ExecuteStatement execute)
    {
        var prepared = runner.Queries.Renew(scope.Statements.Get(execute.Name));
        if (prepared.Statement is null) return StatementResult.Done("EXECUTE");
        if (execute.Arguments.Count != prepared.Parameters.Count)
        {
            throw new GranaryException(ErrorKind.Invalid, SqlState.SyntaxError, $"wrong number of parameters for prepared statement \"{prepared.Name}\"")
            {
                Detail = $"Expected {prepared.Parameters.Count} parameters but got {execute.Arguments.Count}.",
            };
        }

        var parameters = prepared.Parameters.Count == 0 ? null : await EvaluateAsync(execute, prepared.Parameters);
        return await runner.RunAsync(new StatementCall(prepared.Statement, prepared.Query, parameters));
    }

    public StatementResult Deallocate(DeallocateStatement deallocate)
    {
        if (deallocate.Name is null)
        {
            scope.Statements.Clear();
            return StatementResult.Done("DEALLOCATE ALL");
        }

        scope.Statements.Get(deallocate.Name);
        scope.Statements.Remove(deallocate.Name);
        return StatementResult.Done("DEALLOCATE");
    }

    /// <summary>The arguments' values: computed as a SELECT would, then read as the parameters' types.</summary>
    private async ValueTask<ColumnBatch> EvaluateAsync(ExecuteStatement execute, IReadOnlyList<SqlType> types)
    {
        var targets = execute.Arguments.Select(argument => new SelectTarget(argument.Position, argument, null)).ToArray();
        var select = new SelectStatement(execute.Position, new Query(execute.Position, new SelectBody(execute.Position, targets)));
        var query = scope.Services.FrontEnd.Prepare(select, [], scope.Context());
        await using var rows = await runner.Queries.OpenAsync(query.Columns!, query.Bind(null, scope.Context()));
        var batch = await rows.ReadAsync(scope.Cancellation.Token)
            ?? throw new GranaryException(ErrorKind.Internal, "a SELECT of constants gave no row");
        var columns = new Column[types.Count];
        for (var i = 0; i < columns.Length; i++) columns[i] = Convert(batch.Columns[i], query.Columns![i].Type, types[i]);
        return new ColumnBatch(ParameterNames.First(columns.Length), columns, 1);
    }

    private Column Convert(Column column, SqlType from, SqlType to)
    {
        if (from.Storage == to.Storage) return column;
        var builder = new ColumnBuilder(to.Storage);
        if (column.IsNull(0)) builder.AppendNull();
        else AssignmentCast.Append(column, from, WireTypes.For(to), builder, scope.Wire);

        return builder.ToColumn();
    }
}
