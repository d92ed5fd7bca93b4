using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Errors;
using Granary.Sql;

namespace Granary.Gateway.Postgres.Statements;

/// <summary>
/// Reads a source in steps of any number of rows, keeping the rest of a batch for the next step. After
/// <see cref="MaterializeAsync"/> all rows are at hand and it can go back too.
/// </summary>
internal sealed class RowReader(RowSource source) : IAsyncDisposable
{
    private ColumnBatch? _batch;
    private int _next;
    private ColumnBatch? _all;
    private bool _isReleased;

    public IReadOnlyList<ResultColumn> Columns => source.Columns;

    /// <summary>Whether it can go back.</summary>
    public bool IsMaterialized => _all is not null;

    /// <summary>Whether the last row was given.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>The row that was given last, 1-based: 0 before the first, one more than all behind the last.</summary>
    public long Position { get; private set; }

    /// <summary>All rows; only when materialized.</summary>
    public long RowCount => _all!.RowCount;

    /// <summary>The next rows, at most some; null at the end.</summary>
    public async ValueTask<RowRange?> ReadAsync(long maxRows, CancellationToken cancellationToken)
    {
        if (_all is not null) return ReadMaterialized(maxRows);
        while (_batch is null || _next == _batch.RowCount)
        {
            if (IsAtEnd) return null;
            _batch = await source.ReadAsync(cancellationToken);
            _next = 0;
            if (_batch is not null) continue;
            IsAtEnd = true;
            Position++;
        }

        var from = _next;
        _next += (int)Math.Min(maxRows, _batch.RowCount - from);
        Position += _next - from;
        return new RowRange(_batch, from, _next);
    }

    /// <summary>The row of a 1-based place, which becomes the present one; null when there is none. Only when materialized.</summary>
    public RowRange? Seek(long place)
    {
        Position = Math.Clamp(place, 0, _all!.RowCount + 1L);
        IsAtEnd = Position > _all.RowCount;
        return Position >= 1 && !IsAtEnd ? new RowRange(_all, (int)Position - 1, (int)Position) : null;
    }

    /// <summary>Rows before the present one, nearest first, which become the way back. Only when materialized.</summary>
    public ColumnBatch ReadBackward(long maxRows)
    {
        var count = (int)Math.Min(maxRows, Math.Max(0, Position - 1));
        var rows = new int[count];
        for (var i = 0; i < count; i++) rows[i] = (int)Position - 2 - i;
        Position = count < maxRows ? 0 : Position - count;
        IsAtEnd = false;
        return _all!.Take(rows);
    }

    /// <summary>Takes the rest of the rows into memory and lets the source go.</summary>
    /// <param name="maxBytes">The most; more is refused with 53200.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask MaterializeAsync(long maxBytes, CancellationToken cancellationToken)
    {
        if (_all is not null) return;
        var builder = new BatchBuilder([.. Columns.Select(column => column.Name)], [.. Columns.Select(column => column.Type.Storage)]);
        var before = Position;
        while (await ReadAsync(long.MaxValue, cancellationToken) is { } rows)
        {
            var batch = rows.Batch.Slice(rows.From, rows.Count);
            builder.Append(new ColumnBatch(builder.Names, batch.Columns, batch.RowCount));
            if (builder.SizeInBytes > maxBytes)
                throw new GranaryException(ErrorKind.Exhausted, SqlState.OutOfMemory, $"a cursor that is kept in memory can hold at most {maxBytes >> 20} MiB") { Hint = "Declare it NO SCROLL and WITHOUT HOLD." };
        }

        await DisposeAsync();
        _all = builder.ToBatch();
        (_batch, _next) = (null, 0);
        // rows given before are no more: a held cursor goes on from where it was
        (Position, IsAtEnd) = (0, _all.RowCount == 0 && before > 0);
    }

    /// <summary>Lets the source go; more than once is as good as once.</summary>
    public ValueTask DisposeAsync()
    {
        if (_isReleased) return ValueTask.CompletedTask;
        _isReleased = true;
        return source.DisposeAsync();
    }

    private RowRange? ReadMaterialized(long maxRows)
    {
        var from = Position;
        if (from >= _all!.RowCount)
        {
            (Position, IsAtEnd) = (_all.RowCount + 1L, true);
            return null;
        }

        Position += Math.Min(maxRows, _all.RowCount - from);
        return new RowRange(_all, (int)from, (int)Position);
    }
}

/// <summary>Some consecutive rows of a batch.</summary>
internal readonly record struct RowRange(ColumnBatch Batch, int From, int To)
{
    public int Count => To - From;
}
