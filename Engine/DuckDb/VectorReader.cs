using System.Runtime.CompilerServices;
using Granary.Engine.DuckDb.Native;

namespace Granary.Engine.DuckDb;

/// <summary>Reads one flat vector that DuckDB owns.</summary>
internal readonly unsafe ref struct VectorReader
{
    private readonly nint _vector;
    private readonly void* _data;
    private readonly ulong* _validity;

    public VectorReader(nint vector)
    {
        _vector = vector;
        _data = NativeMethods.VectorData(vector);
        _validity = NativeMethods.VectorValidity(vector);
    }

    private VectorReader(nint vector, void* data)
    {
        _vector = vector;
        _data = data;
    }

    /// <summary>The same vector with every row taken as not null.</summary>
    public VectorReader WithoutNulls() => new(_vector, _data);

    /// <summary>One bit a row, set where there is a value; empty when there are values everywhere.</summary>
    public ReadOnlySpan<ulong> Validity(int count) => _validity == null ? default : new ReadOnlySpan<ulong>(_validity, (count + 63) / 64);

    public bool HasNulls => _validity != null;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsNull(int row) => _validity != null && (_validity[row >> 6] >> (row & 63) & 1) == 0;

    public ReadOnlySpan<T> Values<T>(int count)
        where T : unmanaged => new(_data, count);

    /// <summary>Text or bytes of a row that is not null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Bytes(int row) => NativeString.Bytes((NativeString*)_data + row);

    /// <summary>The elements of all rows of a list vector.</summary>
    public VectorReader ListChild() => new(NativeMethods.ListChild(_vector));

    public int ListChildCount => checked((int)NativeMethods.ListSize(_vector));
}
