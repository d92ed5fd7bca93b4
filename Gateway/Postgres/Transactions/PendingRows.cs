using Granary.Gateway.Ingest;
using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Errors;
using Granary.Grains.Interfaces.Ingest;
using Granary.Grains.Interfaces.Tables;

namespace Granary.Gateway.Postgres.Transactions;

/// <summary>
/// The rows that an open transaction has inserted: only its session sees them, a commit writes them, a rollback forgets
/// them. A block's rows stay in memory up to a limit, so that savepoints can cut them back; those of an implicit transaction
/// go on to the table when they become many, and are committed there.
/// </summary>
/// <param name="tables">Finds a table's grain.</param>
/// <param name="maxBytes">The most bytes of a block.</param>
internal sealed class PendingRows(Func<TableId, ITableGrain> tables, long maxBytes)
{
    private readonly List<PendingBatch> _batches = [];
    private readonly Dictionary<string, StatementWriter> _writers = new(StringComparer.Ordinal);
    private long _bytes;

    /// <summary>The place behind the last rows, for a savepoint.</summary>
    public int Mark => _batches.Count;

    /// <summary>Whether there is nothing to commit.</summary>
    public bool IsEmpty => _batches.Count == 0 && _writers.Count == 0;

    /// <summary>Holds rows.</summary>
    /// <param name="table">Their table.</param>
    /// <param name="rows">Complete rows of one or more projects.</param>
    /// <param name="maySpill">Whether they may leave memory before the commit: no savepoint will want them back.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether they were copied, so that the batch's buffers may be filled again; otherwise it is held.</returns>
    public ValueTask<bool> AddAsync(TableSchema table, SplitRows rows, bool maySpill, CancellationToken cancellationToken)
    {
        if (rows.Batch.RowCount == 0) return new ValueTask<bool>(true);
        if (_writers.TryGetValue(table.Name, out var writer)) return writer.WriteAsync(rows, cancellationToken);

        var bytes = rows.Batch.SizeInBytes;
        if (!maySpill && _bytes + bytes > maxBytes) throw TooMuch();
        _bytes += bytes;
        _batches.Add(new PendingBatch(table, rows, bytes));
        return maySpill && _bytes > AppendRequest.MaxBytes ? SpillHeldAsync(table, cancellationToken) : new ValueTask<bool>(false);
    }

    /// <summary>Forgets what was added behind a mark.</summary>
    public void CutBack(int mark)
    {
        for (var i = mark; i < _batches.Count; i++) _bytes -= _batches[i].Bytes;
        _batches.RemoveRange(mark, _batches.Count - mark);
    }

    /// <summary>Writes all rows, table by table; each table's and project's rows become visible together.</summary>
    /// <exception cref="GranaryException"><c>OutcomeUnknown</c>: some rows are stored, or may be.</exception>
    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        while (_batches.Count > 0) await SpillAsync(_batches[0].Table, cancellationToken);
        try
        {
            foreach (var writer in _writers.Values) await writer.CompleteAsync(cancellationToken);
        }
        catch (Exception failure) when (failure is not GranaryException { Kind: ErrorKind.OutcomeUnknown } && _writers.Values.Any(writer => writer.HasStored))
        {
            throw GranaryException.OutcomeUnknown($"the rows of some tables or projects are stored, and those of others were refused: {failure.Message}", failure);
        }

        await ClearAsync();
    }

    /// <summary>Forgets all rows.</summary>
    public async ValueTask ClearAsync()
    {
        if (IsEmpty) return;
        _batches.Clear();
        _bytes = 0;
        foreach (var writer in _writers.Values) await writer.DisposeAsync();
        _writers.Clear();
    }

    /// <summary>The held rows of a table, by project.</summary>
    public IReadOnlyList<KeyValuePair<ProjectId, ColumnBatch>> Of(string tableName)
    {
        if (_writers.ContainsKey(tableName))
        {
            throw new GranaryException(ErrorKind.Unsupported, SqlState.FeatureNotSupported,
                $"rows that this transaction is loading into \"{tableName}\" can't be read before it commits")
            {
                Hint = "Commit the load first.",
            };
        }

        if (_batches.Count == 0) return [];
        return [.. _batches.Where(batch => batch.Table.Name == tableName).SelectMany(batch => batch.Rows.ToBatches())];
    }

    private async ValueTask<bool> SpillHeldAsync(TableSchema table, CancellationToken cancellationToken)
    {
        await SpillAsync(table, cancellationToken);
        return false; // of several batches; that the last one was copied isn't worth knowing
    }

    private async ValueTask SpillAsync(TableSchema table, CancellationToken cancellationToken)
    {
        if (!_writers.TryGetValue(table.Name, out var writer)) _writers.Add(table.Name, writer = new StatementWriter(table, tables));
        foreach (var batch in _batches.Where(batch => batch.Table.Name == table.Name))
        {
            await writer.WriteAsync(batch.Rows, cancellationToken);
            _bytes -= batch.Bytes;
        }

        _batches.RemoveAll(batch => batch.Table.Name == table.Name);
    }

    private GranaryException TooMuch() =>
        new(ErrorKind.Exhausted, SqlState.OutOfMemory, $"a transaction block can hold at most {maxBytes >> 20} MiB of rows before COMMIT")
        {
            Hint = "Commit more often, or load the rows with one COPY outside a transaction block.",
        };

    private sealed record PendingBatch(TableSchema Table, SplitRows Rows, long Bytes);
}
