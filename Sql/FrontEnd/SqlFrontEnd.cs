using Granary.Grains.Interfaces.Errors;
using Granary.Sql.Catalog;
using Granary.Sql.Catalog.Facts;
using Granary.Sql.Resolving;
using Granary.Sql.Resolving.Tree;
using Granary.Sql.Syntax;

namespace Granary.Sql.FrontEnd;

/// <summary>The front end over PostgreSQL 15's facts: resolves a statement, then writes it as DuckDB text.</summary>
/// <param name="catalogOf">The tables that a session may name.</param>
public sealed class SqlFrontEnd(Func<SessionContext, ICatalog> catalogOf) : ISqlFrontEnd
{
    /// <summary>A front end that knows the built-in tables.</summary>
    public SqlFrontEnd() : this(static session => new BuiltInCatalog(session.Database))
    {
    }

    /// <inheritdoc/>
    public PreparedQuery Prepare(Statement statement, IReadOnlyList<uint> parameterOids, SessionContext session)
    {
        var resolving = new ResolvingSession(session, catalogOf(session));
        var state = new StatementState(resolving, parameterOids);
        return statement switch
        {
            SelectStatement select => Query(state, new QueryResolver(state).Resolve(select.Query, null), catalogOf),
            InsertStatement insert => Insert(state, insert),
            UnsupportedStatement other => throw UnsupportedStatements.Refuse(other),
            _ => throw new GranaryException(ErrorKind.Internal, $"{statement.GetType().Name} is no statement that is planned"),
        };
    }

    private static PreparedSelect Query(StatementState state, ResolvedQuery query, Func<SessionContext, ICatalog> catalogOf)
    {
        _ = state.ParameterTypes();
        return new PreparedSelect(state, query, new SessionText(state, query), catalogOf);
    }

    private PreparedInsert Insert(StatementState state, InsertStatement insert)
    {
        var resolved = new InsertResolver(state).Resolve(insert);
        _ = state.ParameterTypes();
        var source = resolved.Source is null ? null : new PreparedSelect(state, resolved.Source, new SessionText(state, resolved.Source), catalogOf);
        var returning = resolved.Returning is null ? null : new SessionText(state, resolved.Returning);
        return new PreparedInsert(state, resolved, source, returning, catalogOf);
    }

    internal static SqlType TypeOf(PgType type, int typmod, int scale) => new(PgTypes.BaseOf(type).Oid, typmod,
        Storage(PgTypes.BaseOf(type), typmod, scale));

    private static Grains.Interfaces.Columns.DataType Storage(PgType type, int typmod, int scale) =>
        ColumnTypes.ColumnTypeOf(type, typmod, scale) ?? Grains.Interfaces.Columns.DataType.Text;
}
