using Granary.Engine.DuckDb.Native;

namespace Granary.Engine.DuckDb;

/// <summary>The arguments of a chunk of calls of a scalar function.</summary>
internal readonly ref struct ScalarArguments(nint chunk)
{
    private readonly nint _chunk = chunk;

    public int RowCount { get; } = (int)NativeMethods.ChunkSize(chunk);

    public int Count { get; } = (int)NativeMethods.ChunkColumnCount(chunk);

    public VectorReader this[int index] => new(NativeMethods.ChunkVector(_chunk, (ulong)index));

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
}
