using Granary.Engine.DuckDb.Native;

namespace Granary.Engine.DuckDb;

/// <summary>Fills one flat vector that DuckDB owns.</summary>
internal readonly unsafe ref struct VectorWriter(nint vector)
{
    private readonly nint _vector = vector;

    public Span<T> Values<T>(int count)
        where T : unmanaged => new(NativeMethods.VectorData(_vector), count);

    /// <summary>The bits of validity, one a row, for writing; all are set at first.</summary>
    public Span<ulong> Validity(int count)
    {
        NativeMethods.EnsureValidityWritable(_vector);
        return new Span<ulong>(NativeMethods.VectorValidity(_vector), (count + 63) / 64);
    }

    public void SetNull(int row)
    {
        NativeMethods.EnsureValidityWritable(_vector);
        NativeMethods.VectorValidity(_vector)[row >> 6] &= ~(1UL << (row & 63));
    }

    /// <summary>Copies text into the vector.</summary>
    public void SetText(int row, ReadOnlySpan<byte> utf8)
    {
        fixed (byte* bytes = utf8)
            NativeMethods.AssignString(_vector, (ulong)row, bytes, (ulong)utf8.Length);
    }

    /// <summary>Copies bytes into the vector without looking whether they are text.</summary>
    public void SetBytes(int row, ReadOnlySpan<byte> value)
    {
        byte none = 0;
        fixed (byte* bytes = value)
        {
            // what fits into the row's own sixteen bytes needs none of DuckDB's memory
            if (value.Length <= NativeString.MaxInlined)
            {
                ((NativeString*)NativeMethods.VectorData(_vector))[row] = NativeString.Over(bytes == null ? &none : bytes, value.Length);
                return;
            }

            NativeMethods.AssignUncheckedString(_vector, (ulong)row, bytes, (ulong)value.Length);
        }
    }

    public int ListChildCount => checked((int)NativeMethods.ListSize(_vector));

    /// <summary>Makes room for the elements of all lists of the vector and gives the vector that holds them.</summary>
    public VectorWriter ListChild(int elementCount)
    {
        if (NativeMethods.ReserveList(_vector, (ulong)elementCount) != NativeMethods.Success
            || NativeMethods.SetListSize(_vector, (ulong)elementCount) != NativeMethods.Success)
            throw new DuckDbException(DuckDbErrorType.OutOfMemory, "There is no room for the elements of the lists.");

        return new VectorWriter(NativeMethods.ListChild(_vector));
    }
}
