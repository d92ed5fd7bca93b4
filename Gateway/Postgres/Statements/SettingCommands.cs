using Granary.Gateway.Postgres.Messages.Backend;
using Granary.Gateway.Postgres.Sessions;
using Granary.Gateway.Postgres.Settings;
using Granary.Gateway.Postgres.Transactions;
using Granary.Grains.Interfaces.Errors;
using Granary.Sql;
using Granary.Sql.Syntax;

namespace Granary.Gateway.Postgres.Statements;

/// <summary>SET, SHOW, RESET, DISCARD, and SELECT set_config(…).</summary>
internal sealed class SettingCommands(SessionScope scope)
{
    private static readonly IReadOnlyList<ResultColumn> AllColumns = [TextRows.Column("name"), TextRows.Column("setting"), TextRows.Column("description")];

    public StatementResult Set(SetStatement set)
    {
        if (set.IsLocal && !IsInTransaction("SET LOCAL")) return StatementResult.Done("SET");
        if (set.IsFromCurrent) throw SettingErrors.Unsupported("SET … FROM CURRENT is for functions, which are not supported");
        if (set.IsDefault) scope.Settings.Reset(set.Name, set.IsLocal);
        else Apply(set.Name, SettingText.Of(set), set.IsLocal);
        return StatementResult.Done("SET");
    }

    public StatementResult Show(ShowStatement show)
    {
        if (show.Name is null) return new StatementResult(new CommandTag("SHOW"), 0, TextRows.Of(AllColumns, ShowAll()));
        var value = scope.Settings.Show(show.Name) ?? throw SettingErrors.Unknown(show.Name);
        return new StatementResult(new CommandTag("SHOW"), 0, TextRows.Of(ColumnsOf(show), [[value]]));
    }

    public static IReadOnlyList<ResultColumn> ColumnsOf(ShowStatement show) =>
        show.Name is null ? AllColumns : [TextRows.Column(Sql.Catalog.Facts.SettingFacts.ByName.GetValueOrDefault(show.Name)?.Name ?? show.Name)];

    public StatementResult Reset(ResetStatement reset)
    {
        if (reset.Name is null) scope.Settings.ResetAll();
        else scope.Settings.Reset(reset.Name, isLocal: false);
        return StatementResult.Done("RESET");
    }

    public async ValueTask<StatementResult> DiscardAsync(DiscardStatement discard, NotificationCommands notifications)
    {
        if (discard.Target != DiscardTarget.All)
        {
            return StatementResult.Done(discard.Target switch
            {
                DiscardTarget.Plans => "DISCARD PLANS",
                DiscardTarget.Sequences => "DISCARD SEQUENCES",
                _ => "DISCARD TEMP",
            });
        }

        if (scope.Transaction.IsInBlock)
            throw new GranaryException(ErrorKind.Invalid, SqlState.ActiveSqlTransaction, "DISCARD ALL cannot run inside a transaction block");
        await scope.Portals.RemoveAllAsync(keepHeld: false);
        scope.Statements.Clear();
        scope.Settings.ResetAll();
        notifications.UnlistenAll();
        return StatementResult.Done("DISCARD ALL");
    }

    /// <summary>
    /// Carries out a SELECT whose targets are calls of set_config with constants, which is how clients use it; null for any
    /// other statement. The front end is pure and can't.
    /// </summary>
    public StatementResult? TrySelectSetConfig(in StatementCall call)
    {
        if (SetConfigCall.Read(call) is not { } calls) return null;
        var values = calls.Select(one => Apply(one.Name, one.Value, one.IsLocal)).ToArray();
        return new StatementResult(CommandTag.Select, Rows: TextRows.Of([.. calls.Select(one => TextRows.Column(one.Column))], [values]));
    }

    private string Apply(string name, string value, bool isLocal)
    {
        switch (name.ToLowerInvariant())
        {
            case SettingNames.Role when value is not "none" && value != scope.Identity.User:
            case SettingNames.SessionAuthorization when value != scope.Identity.User:
                throw new GranaryException(ErrorKind.NotFound, SqlState.UndefinedObject, $"role \"{value}\" does not exist");
            case SettingNames.TransactionReadOnly:
                scope.Transaction.SetReadOnly(SettingValues.ParseBoolean(value) ?? throw SettingErrors.NotBoolean(name));
                return value;
            default:
                scope.Settings.Set(name, value, isLocal);
                return scope.Settings.Show(name)!;
        }
    }

    private bool IsInTransaction(string command)
    {
        if (scope.Transaction.Status != TransactionStatus.Idle && (scope.Transaction.IsInBlock || scope.IsMultiStatement)) return true;
        scope.Notice("WARNING", SqlState.NoActiveSqlTransaction, $"{command} can only be used in transaction blocks");
        return false;
    }

    private IEnumerable<string?[]> ShowAll() =>
        scope.Settings.Listed.Select(fact => new[] { fact.Name, scope.Settings.Show(fact.Name), fact.Description });
}
