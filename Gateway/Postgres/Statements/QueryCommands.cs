using Granary.Gateway.Postgres.Messages.Backend;
using Granary.Gateway.Postgres.Sessions;
using Granary.Grains.Interfaces.Errors;
using Granary.Sql;
using Granary.Sql.Syntax;

namespace Granary.Gateway.Postgres.Statements;

/// <summary>SELECT and EXPLAIN.</summary>
internal sealed class QueryCommands(SessionScope scope, SettingCommands settings)
{
    private volatile bool _isReading;

    public static IReadOnlyList<ResultColumn> ExplainColumns { get; } = [TextRows.Column("QUERY PLAN")];

    public bool IsReading
    {
        get => _isReading;
        set => _isReading = value;
    }

    public async ValueTask<StatementResult> SelectAsync(StatementCall call)
    {
        if (settings.TrySelectSetConfig(call) is { } result) return result;
        scope.Transaction.HasRunStatement = true;
        var query = call.Query ?? Resolve(call.Statement, []);
        var bound = query.Bind(call.Parameters, scope.Context());
        return new StatementResult(CommandTag.Select, Rows: await OpenAsync(query.Columns!, bound));
    }

    /// <summary>The resolved form of a statement, made at most once for all sessions.</summary>
    public PreparedQuery Resolve(ParsedStatement statement, uint[] oids)
    {
        var view = scope.View;
        var place = new StatementPlace(scope.Identity.Database, view.SearchPathText, view.TimeZone, view.Wire.DateOrder, view.Wire.IntervalStyle);
        if (statement.Find(oids, place) is { } found) return found;
        var query = scope.Services.FrontEnd.Prepare(statement.Syntax, oids, scope.Context());
        statement.Keep(oids, place, query);
        return query;
    }

    /// <summary>A prepared statement as it is to be run now: when other schemas are searched than before, its names are looked up again.</summary>
    public PreparedStatement Renew(PreparedStatement prepared)
    {
        if (prepared.Query is not { } old || prepared.SearchPath == scope.View.SearchPathText) return prepared;
        var query = Resolve(prepared.Statement!, [.. prepared.Parameters.Select(parameter => parameter.Oid)]);
        if (!IsSame(old.Columns, query.Columns))
            throw new GranaryException(ErrorKind.Unsupported, SqlState.FeatureNotSupported, "cached plan must not change result type");
        var renewed = prepared with
        {
            Query = query,
            SearchPath = scope.View.SearchPathText,
            PlainInsert = prepared.PlainInsert is null ? null : PlainInsertBinder.For(query),
        };
        scope.Statements.Replace(renewed);
        return renewed;
    }

    private static bool IsSame(IReadOnlyList<ResultColumn>? old, IReadOnlyList<ResultColumn>? now) =>
        old is null || now is null ? old is null && now is null
            : old.Select(column => (column.Name, column.Type)).SequenceEqual(now.Select(column => (column.Name, column.Type)));

    /// <summary>Starts a bound query.</summary>
    public async ValueTask<RowSource> OpenAsync(IReadOnlyList<ResultColumn> columns, BoundQuery bound)
    {
        if (bound is BoundQuery.Rows rows) return new BatchRowSource(columns, [rows.Batch]);
        var request = ((BoundQuery.Engine)bound).Request;
        await SocketThread.LeaveAsync();
        IsReading = true;
        try
        {
            var result = await scope.Services.Queries.ExecuteAsync(request, scope.Cancellation.Token);
            foreach (var warning in result.Warnings) scope.Notice("WARNING", SqlState.Warning, warning);
            return new QueryRowSource(columns, result);
        }
        finally
        {
            IsReading = false;
        }
    }

    /// <summary>EXPLAIN: what would be read, without reading it.</summary>
    public StatementResult Explain(ExplainStatement explain)
    {
        foreach (var option in explain.Options) CheckExplainOption(option);
        // the front end says of an unsupported one what to use instead
        if (explain.Body is not (SelectStatement or InsertStatement or UnsupportedStatement))
            throw new GranaryException(ErrorKind.Unsupported, SqlState.FeatureNotSupported, "EXPLAIN is supported for SELECT and INSERT only");
        var query = scope.Services.FrontEnd.Prepare(explain.Body, [], scope.Context());
        var lines = QueryPlanText.Describe(query, query.Bind(null, scope.Context()));
        return new StatementResult(new CommandTag("EXPLAIN"), 0, TextRows.Of(ExplainColumns, lines.Select(line => new string?[] { line })));
    }

    private static void CheckExplainOption(UtilityOption option)
    {
        var isOff = option.Value is OptionText text && Settings.SettingValues.ParseBoolean(text.Text) == false;
        var isAsked = !isOff && option.Name is "analyze" or "buffers" or "wal";
        if (isAsked || option is { Name: "format", Value: OptionText { Text: var format } } && !format.Equals("text", StringComparison.OrdinalIgnoreCase))
        {
            throw new GranaryException(ErrorKind.Unsupported, SqlState.FeatureNotSupported, $"EXPLAIN option \"{option.Name}\" is not supported")
            {
                Hint = "EXPLAIN tells in text what a statement would read; use \\timing to measure it.",
                Position = option.Position,
            };
        }
    }
}
