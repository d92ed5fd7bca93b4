using Granary.Engine.DuckDb;
using Granary.Engine.DuckDb.Conversion;
using Granary.Engine.DuckDb.Native;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Errors;
using Granary.Grains.Interfaces.Query;

namespace Granary.Engine.Query;

/// <summary>
/// A statement that runs, and its rows. They are copied page by page into columns, each page when the reader asks for it.
/// Reads come one after another; disposing may come at any time, also during a read.
/// </summary>
internal sealed class RunningQuery : IQueryResult
{
    private const string Completed = "completed";
    private const string Abandoned = "abandoned";

    /// <summary>A page ends at this many rows or bytes, or when its rows have waited this long for company.</summary>
    private const int PageRows = 8192;
    private const long PageBytes = 1 << 20;
    private static readonly TimeSpan PagePatience = TimeSpan.FromMilliseconds(20);

    private readonly QueryExecutor _executor;
    private readonly QueryRequest _request;
    private readonly QueryInputs _inputs;
    private readonly CancellationTokenSource _statement;
    private readonly BatchBuilder _page;
    private readonly long _arrived;
    private QueryConnection? _connection;
    private QueryPlan? _plan;
    private DuckDbResult? _result;
    private ColumnBatch? _firstPage;
    private Task _work = Task.CompletedTask;
    private volatile bool _isCancelled;
    private bool _hasPlace;
    private bool _isClosed;
    private int _isDisposed;

    public RunningQuery(QueryExecutor executor, QueryRequest request, QueryInputs inputs)
    {
        _executor = executor;
        _request = request;
        _inputs = inputs;
        _page = new BatchBuilder(request.ResultNames, request.ResultTypes);
        _arrived = executor.TimeProvider.GetTimestamp();
        _statement = request.Timeout > TimeSpan.Zero
            ? new CancellationTokenSource(request.Timeout, executor.TimeProvider)
            : new CancellationTokenSource();
    }

    public IReadOnlyList<string> Warnings => _inputs.Warnings;

    /// <summary>Waits for a place and runs the statement until its first page is there.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await EnterAsync(cancellationToken);
        _firstPage = await RunAsync(
            () =>
            {
                Open();
                return ReadPage(_request.RowsWanted > 0 ? _request.RowsWanted : PageRows);
            },
            cancellationToken);
    }

    public async ValueTask<ColumnBatch?> ReadAsync(CancellationToken cancellationToken)
    {
        if (_firstPage is { } first)
        {
            _firstPage = null;
            return first;
        }

        return _isClosed ? null : await RunAsync(() => ReadPage(PageRows), cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return;

        Cancel();
        await _work.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        if (!_isClosed)
            await CloseAsync();

        _statement.Dispose();
    }

    /// <summary>Ending a statement waits for its threads, so that too happens on a worker, as long as there are workers.</summary>
    private async Task CloseAsync()
    {
        try
        {
            await _executor.Workers.RunAsync(() =>
            {
                Close(Abandoned);
                return true;
            });
        }
        catch (GranaryException shutdown) when (shutdown.Kind == ErrorKind.Unavailable)
        {
            Close(Abandoned);
        }
    }

    internal static void ReleaseLeases(QueryInputs inputs)
    {
        foreach (IDisposable lease in inputs.Leases)
            lease.Dispose();
    }

    private async Task EnterAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration registration = CancelWith(cancellationToken);
        try
        {
            await _executor.Admission.EnterAsync(_statement.Token);
            _hasPlace = true;
        }
        catch (Exception error)
        {
            GranaryException refusal = Translate(error);
            Close(refusal.SqlState);
            throw refusal;
        }
    }

    private CancellationTokenRegistration CancelWith(CancellationToken cancellationToken) =>
        cancellationToken.UnsafeRegister(static query => ((RunningQuery)query!).Cancel(), this);

    private async Task<ColumnBatch?> RunAsync(Func<ColumnBatch?> read, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed != 0, this);
        using CancellationTokenRegistration registration = CancelWith(cancellationToken);
        Task<ColumnBatch?> work = _executor.Workers.RunAsync(() => ReadOrClose(read));
        _work = work;
        return await work;
    }

    private ColumnBatch? ReadOrClose(Func<ColumnBatch?> read)
    {
        try
        {
            return read();
        }
        catch (Exception error)
        {
            GranaryException refusal = Translate(error);
            Close(refusal.SqlState);
            throw refusal;
        }
    }

    private void Open()
    {
        _connection = _executor.TakeConnection();
        _plan = _connection.Plan(_request.Pieces, _inputs.Scans);
        _result = _plan.Start(_inputs.Scans, _request.Parameters, _statement.Token);
        if (_result.Columns.Count != _page.Columns.Length)
            throw new GranaryException(ErrorKind.Internal, $"the statement gave {_result.Columns.Count} columns where {_page.Columns.Length} were promised");
    }

    /// <summary>Copies chunks into the page; at the end everything is given back before the reader has seen the page.</summary>
    private ColumnBatch? ReadPage(int rowsWanted)
    {
        _page.Reset();
        long begun = 0;
        while (_page.RowCount < rowsWanted && !IsFull(begun))
        {
            DuckDbChunk? chunk = _result!.Fetch();
            if (chunk is null)
            {
                Close(Completed);
                return _page.RowCount > 0 ? _page.ToBatch() : null;
            }

            using (chunk)
                Append(chunk);
            if (begun == 0)
                begun = _executor.TimeProvider.GetTimestamp();
        }

        return _page.ToBatch();
    }

    private bool IsFull(long begun) =>
        _page.RowCount >= PageRows
        || _page.SizeInBytes >= PageBytes
        || (_page.RowCount > 0 && _executor.TimeProvider.GetElapsedTime(begun) > PagePatience);

    private void Append(DuckDbChunk chunk)
    {
        for (int column = 0; column < _page.Columns.Length; column++)
            VectorAppender.Append(_page.Columns[column], chunk.Column(column), _result!.Columns[column].Type, 0, chunk.RowCount);
        _page.EndRows(chunk.RowCount);
        _executor.Instruments.RecordRows(chunk.RowCount);
    }

    private void Cancel()
    {
        _isCancelled = true;
        try
        {
            _statement.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // the statement ended while its reader gave up
        }
    }

    /// <summary>Gives everything back; runs on a worker if the statement has begun, and once.</summary>
    private void Close(string? outcome)
    {
        if (_isClosed)
            return;

        _isClosed = true;
        _result?.Dispose();
        _plan?.Release();
        if (_connection is not null)
            _executor.ReturnConnection(_connection);
        ReleaseLeases(_inputs);
        if (_hasPlace)
            _executor.Admission.Leave();
        _executor.Instruments.RecordEnd(outcome ?? SqlState.InternalError, _executor.TimeProvider.GetElapsedTime(_arrived));
    }

    private GranaryException Translate(Exception error) => error switch
    {
        GranaryException refusal => refusal,
        DuckDbException { Type: DuckDbErrorType.Interrupt } or OperationCanceledException => new GranaryException(
            ErrorKind.Cancelled,
            SqlState.QueryCanceled,
            _isCancelled ? "canceling statement due to user request" : "canceling statement due to statement timeout",
            error),
        DuckDbException refusal => DuckDbErrors.ToGranary(refusal),
        _ => new GranaryException(ErrorKind.Internal, SqlState.InternalError, "the statement failed within Granary", error),
    };
}
