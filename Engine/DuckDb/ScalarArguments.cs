using Granary.Engine.DuckDb.Native;

namespace Granary.Engine.DuckDb;

/// <summary>The arguments of a chunk of calls of a scalar function.</summary>
internal readonly ref struct ScalarArguments
{
    private readonly nint _chunk;
    // most functions have few parameters: their readers are made once, not for each row
    private readonly VectorReader _first, _second, _third;

    public ScalarArguments(nint chunk)
    {
        _chunk = chunk;
        RowCount = (int)NativeMethods.ChunkSize(chunk);
        Count = (int)NativeMethods.ChunkColumnCount(chunk);
        if (Count > 0) _first = Read(0);
        if (Count > 1) _second = Read(1);
        if (Count > 2) _third = Read(2);
    }

    public int RowCount { get; }

    public int Count { get; }

    public VectorReader this[int index] => index switch
    {
        0 => _first,
        1 => _second,
        2 => _third,
        _ => Read(index),
    };

    /// <summary>Whether an argument of the row is null; its memory must not be read then.</summary>
    public bool IsNull(int row)
    {
        for (int argument = 0; argument < Count; argument++)
        {
            if (this[argument].IsNull(row))
                return true;
        }

        return false;
    }

    /// <summary>Makes the result null wherever an argument is.</summary>
    public void PropagateNulls(VectorWriter result)
    {
        for (int argument = 0; argument < Count; argument++)
        {
            ReadOnlySpan<ulong> validity = this[argument].Validity(RowCount);
            if (validity.IsEmpty)
                continue;

            Span<ulong> target = result.Validity(RowCount);
            for (int word = 0; word < validity.Length; word++)
                target[word] &= validity[word];
        }
    }

    private VectorReader Read(int index) => new(NativeMethods.ChunkVector(_chunk, (ulong)index));
}
