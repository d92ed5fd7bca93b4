using System.Collections.Concurrent;
using Granary.Engine.DuckDb;
using Granary.Grains.Interfaces.Query;

namespace Granary.Engine.Query;

/// <summary>
/// Runs generated statements over segments and tails:
/// 1. a place is taken (<see cref="QueryAdmission"/>), or the statement is refused;
/// 2. on a thread of our own, an idle connection is taken, the statement planned or its plan found, and run until the
///    first rows are there;
/// 3. the rows are fetched as the reader asks for them (<see cref="RunningQuery"/>);
/// 4. at the end, on an error or when the result is disposed, everything is given back.
/// One database stays open for ever: opening one costs as much as a hundred small queries.
/// </summary>
internal sealed class QueryExecutor : IDisposable
{
    private readonly QueryOptions _options;
    private readonly ConcurrentStack<QueryConnection> _idle = new();

    public QueryExecutor(QueryOptions options, IReadOnlyList<string> readableDirectories, string spillDirectory, TimeProvider timeProvider)
    {
        _options = options;
        TimeProvider = timeProvider;
        Admission = new QueryAdmission(options, timeProvider);
        Instruments = new QueryInstruments(Admission);
        Database = DuckDbDatabase.Open(new DuckDbDatabaseOptions
        {
            MemoryLimitBytes = options.MemoryLimitBytes,
            Threads = options.Threads > 0 ? options.Threads : Environment.ProcessorCount,
            TempDirectory = spillDirectory,
            MaxTempDirectoryBytes = options.MaxSpillBytes,
            AllowedDirectories = readableDirectories,
        });
        Workers = new DuckDbWorkers("query", options.MaxConcurrentStatements);
    }

    public DuckDbDatabase Database { get; }

    public QueryAdmission Admission { get; }

    internal QueryInstruments Instruments { get; }

    internal DuckDbWorkers Workers { get; }

    internal TimeProvider TimeProvider { get; }

    /// <summary>
    /// Starts a statement. Owns the inputs from now on, also when it throws: their leases are disposed when nothing reads
    /// them any more.
    /// </summary>
    /// <param name="request">The statement; its scans are not looked at.</param>
    /// <param name="inputs">What each of its scans reads, in their order.</param>
    /// <param name="cancellationToken">Interrupts the statement, also while it waits, until this returns.</param>
    public async Task<IQueryResult> ExecuteAsync(QueryRequest request, QueryInputs inputs, CancellationToken cancellationToken)
    {
        var query = new RunningQuery(this, request, inputs);
        try
        {
            await query.StartAsync(cancellationToken);
            return query;
        }
        catch
        {
            await query.DisposeAsync();
            throw;
        }
    }

    public void Dispose()
    {
        Workers.Dispose();
        while (_idle.TryPop(out QueryConnection? connection))
            connection.Dispose();
        Database.Dispose();
        Instruments.Dispose();
        Admission.Dispose();
    }

    internal QueryConnection TakeConnection() =>
        _idle.TryPop(out QueryConnection? connection) ? connection : new QueryConnection(Database, _options.PlansPerConnection);

    internal void ReturnConnection(QueryConnection connection) => _idle.Push(connection);
}
