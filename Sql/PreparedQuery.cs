using Granary.Grains.Interfaces.Columns;

namespace Granary.Sql;

/// <summary>A resolved statement, ready to be bound any number of times.</summary>
public abstract class PreparedQuery
{
    /// <summary>The types of `$1…$n`, declared or inferred.</summary>
    public abstract IReadOnlyList<SqlType> Parameters { get; }

    /// <summary>The columns that come back; null for an INSERT without RETURNING.</summary>
    public abstract IReadOnlyList<ResultColumn>? Columns { get; }

    /// <summary>What an INSERT writes to; null for a query.</summary>
    public abstract InsertTarget? Insert { get; }

    /// <summary>Whether a constant in it was read off the clock ('now', 'today'), so that it can't stand for a later statement of the same text.</summary>
    public abstract bool HoldsTheClock { get; }

    /// <summary>Puts parameters and the session's clock in.</summary>
    /// <param name="parameters">One row, column i being `$i+1` in the storage type of <see cref="Parameters"/>; null when there are none.</param>
    /// <param name="session">The session now; its database is the one that the statement was prepared in.</param>
    public abstract BoundQuery Bind(ColumnBatch? parameters, SessionContext session);

    /// <summary>The RETURNING list of an INSERT, evaluated over the rows it stored.</summary>
    /// <param name="inserted">The rows with all columns of the table.</param>
    /// <param name="parameters">As in <see cref="Bind"/>.</param>
    /// <param name="session">The session now.</param>
    public abstract BoundQuery BindReturning(ColumnBatch inserted, ColumnBatch? parameters, SessionContext session);
}
