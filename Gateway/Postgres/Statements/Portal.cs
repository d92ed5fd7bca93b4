using Granary.Gateway.Postgres.Types;
using Granary.Grains.Interfaces.Columns;
using Granary.Sql;

namespace Granary.Gateway.Postgres.Statements;

/// <summary>A bound statement on its way: made by Bind or DECLARE, run in steps by Execute or FETCH.</summary>
internal sealed class Portal : IAsyncDisposable
{
    public required string Name { get; init; }

    public required PreparedStatement Statement { get; init; }

    /// <summary>The values of `$1…`; null when there are none, or when they are in <see cref="PlainRows"/>.</summary>
    public ColumnBatch? Parameters { get; init; }

    /// <summary>The rows of a plain INSERT, decoded by Bind.</summary>
    public ColumnBatch? PlainRows { get; init; }

    public short[] Formats { get; init; } = [];

    /// <summary>Its place among the session's portals, in the order they were made.</summary>
    public long Order { get; set; }

    /// <summary>Made by DECLARE.</summary>
    public bool IsCursor { get; init; }

    /// <summary>Lives on after COMMIT.</summary>
    public bool IsHeld { get; init; }

    /// <summary>What the statement gave, once it has been started.</summary>
    public StatementResult? Result { get; set; }

    public RowReader? Reader { get; set; }

    public RowEncoder? Encoder { get; set; }

    /// <summary>Whether all of it was done and told.</summary>
    public bool IsFinished { get; set; }

    /// <summary>The columns that come back, started or not; null for none.</summary>
    public IReadOnlyList<ResultColumn>? Columns { get; set; }

    public async ValueTask DisposeAsync()
    {
        Encoder?.Dispose();
        Encoder = null;
        if (Reader is not null) await Reader.DisposeAsync();
        Reader = null;
        IsFinished = true;
    }
}
