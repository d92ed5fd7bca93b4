using System.Text;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Errors;
using Granary.Grains.Interfaces.Query;

namespace Granary.Gateway.Tests.Sessions;

/// <summary>Answers every query with so many rows, in which text columns count from 1 and others are NULL.</summary>
internal sealed class ScriptedQueries : IQueryService
{
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Rows of each answer.</summary>
    public int RowCount { get; set; } = 3;

    /// <summary>Rows of each batch.</summary>
    public int BatchRows { get; set; } = 2;

    /// <summary>Whether queries give nothing and wait until they are cancelled.</summary>
    public bool Hangs { get; set; }

    public GranaryException? Refusal { get; set; }

    public QueryRequest? LastRequest { get; private set; }

    /// <summary>Results opened and not disposed.</summary>
    public int OpenResults => Volatile.Read(ref _open);

    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _open;

    /// <summary>Completes when the last open result was disposed.</summary>
    public Task AllClosedAsync() => _closed.Task.WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>Batches read by sessions so far.</summary>
    public int BatchesRead;

    /// <summary>Completes when a query has been started.</summary>
    public Task StartedAsync() => _started.Task.WaitAsync(TimeSpan.FromSeconds(30));

    public Task<IQueryResult> ExecuteAsync(QueryRequest request, CancellationToken cancellationToken)
    {
        LastRequest = request;
        if (Refusal is { } refusal) throw refusal;
        Interlocked.Increment(ref _open);
        _started.TrySetResult();
        return Task.FromResult<IQueryResult>(new Result(this, request, RowCount, BatchRows));
    }

    private sealed class Result(ScriptedQueries owner, QueryRequest request, int rowCount, int batchRows) : IQueryResult
    {
        private int _next;

        public IReadOnlyList<string> Warnings => [];

        public async ValueTask<ColumnBatch?> ReadAsync(CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (owner.Hangs) await Task.Delay(Timeout.Infinite, cancellationToken);
            if (_next >= rowCount) return null;
            Interlocked.Increment(ref owner.BatchesRead);
            var count = Math.Min(batchRows, rowCount - _next);
            var columns = request.ResultTypes.Select(type => ColumnOf(type, count)).ToArray();
            _next += count;
            return new ColumnBatch(request.ResultNames, columns, count);
        }

        public ValueTask DisposeAsync()
        {
            if (Interlocked.Decrement(ref owner._open) == 0) owner._closed.TrySetResult();
            return ValueTask.CompletedTask;
        }

        private Column ColumnOf(DataType type, int count)
        {
            if (!type.IsText) return Column.AllNull(type, count);
            var builder = new ColumnBuilder(type);
            for (var i = 1; i <= count; i++) builder.AppendBytes(Encoding.UTF8.GetBytes((_next + i).ToString()));
            return builder.ToColumn();
        }
    }
}
