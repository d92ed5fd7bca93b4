using Granary.Gateway.Postgres.Sessions;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Query;
using Granary.Sql;

namespace Granary.Gateway.Postgres.Statements;

/// <summary>Rows that come batch by batch. Disposed always.</summary>
internal abstract class RowSource(IReadOnlyList<ResultColumn> columns) : IAsyncDisposable
{
    public IReadOnlyList<ResultColumn> Columns { get; } = columns;

    /// <summary>The next rows, valid until the next call; null at the end.</summary>
    public abstract ValueTask<ColumnBatch?> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Lets the rows go.</summary>
    public abstract ValueTask DisposeAsync();
}

/// <summary>Rows at hand.</summary>
internal sealed class BatchRowSource(IReadOnlyList<ResultColumn> columns, IReadOnlyList<ColumnBatch> batches) : RowSource(columns)
{
    private int _next;

    public override ValueTask<ColumnBatch?> ReadAsync(CancellationToken cancellationToken) =>
        new(_next < batches.Count ? batches[_next++] : null);

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>Rows that a silo computes while they are read.</summary>
internal sealed class QueryRowSource(IReadOnlyList<ResultColumn> columns, IQueryResult result) : RowSource(columns)
{
    public IReadOnlyList<string> Warnings => result.Warnings;

    public override async ValueTask<ColumnBatch?> ReadAsync(CancellationToken cancellationToken)
    {
        // a fetch, or a client that was slow to read, may have brought it here on the sockets' thread
        await SocketThread.LeaveAsync();
        return await result.ReadAsync(cancellationToken);
    }

    public override async ValueTask DisposeAsync()
    {
        await SocketThread.LeaveAsync();
        await result.DisposeAsync();
    }
}
