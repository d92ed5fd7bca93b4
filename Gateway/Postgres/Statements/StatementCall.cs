using Granary.Grains.Interfaces.Columns;
using Granary.Sql;
using Granary.Sql.Syntax;

namespace Granary.Gateway.Postgres.Statements;

/// <summary>A statement to carry out, with what was bound to it.</summary>
/// <param name="Statement">The statement.</param>
/// <param name="Query">Its resolved form, if it was made already.</param>
/// <param name="Parameters">Values of `$1…`, or null.</param>
/// <param name="PlainRows">The rows of a plain INSERT that Bind decoded, or null.</param>
internal readonly record struct StatementCall(
    ParsedStatement Statement, PreparedQuery? Query = null, ColumnBatch? Parameters = null, ColumnBatch? PlainRows = null)
{
    public Statement Syntax => Statement.Syntax;
}
