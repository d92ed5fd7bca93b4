using Granary.Gateway.Postgres.Sessions;
using Granary.Grains.Interfaces.Errors;
using Granary.Sql.Syntax;

namespace Granary.Gateway.Postgres.Statements;

/// <summary>COPY.</summary>
internal sealed class CopyCommands(SessionScope scope, StatementRunner runner)
{
    public ValueTask<StatementResult> CopyAsync(CopyStatement copy)
    {
        _ = (scope, runner);
        throw new GranaryException(ErrorKind.Unsupported, SqlState.FeatureNotSupported, "COPY is not supported") { Position = copy.Position };
    }
}
