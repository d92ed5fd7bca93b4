using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Granary.Grains.Interfaces.Columns;

/// <summary>
/// One column of a batch: a view of <see cref="Length"/> rows over shared buffers shaped like Arrow's (validity bitmap,
/// fixed-width values, offsets + bytes, list offsets + child). Immutable: the rows seen never change, though a builder may
/// go on to append behind them. All buffers lie on the pinned object heap, so that native code may read them for as long
/// as the column is referenced.
/// </summary>
public sealed class Column
{
    private readonly byte[]? _validity;
    private readonly byte[] _values;
    private readonly int[] _offsets;
    private readonly int _start;

    internal Column(DataType type, int start, int length, byte[]? validity, byte[] values, int[] offsets, Column? child, bool isAllNull)
    {
        Type = type;
        _start = start;
        Length = length;
        _validity = validity;
        _values = values;
        _offsets = offsets;
        Child = child;
        IsAllNull = isAllNull;
    }

    /// <summary>The type of the values.</summary>
    public DataType Type { get; }

    /// <summary>The number of rows.</summary>
    public int Length { get; }

    /// <summary>Whether every row is known to be NULL; then there are no buffers behind the column.</summary>
    public bool IsAllNull { get; }

    /// <summary>Whether a row may be NULL.</summary>
    public bool MayHaveNulls => IsAllNull || _validity is not null;

    /// <summary>The elements of an array column, all rows' after one another; list offsets index it. Null for other types.</summary>
    public Column? Child { get; }

    /// <summary>The validity bitmap (bit set: not NULL, least significant first), or empty when no row is NULL. Row r is bit <see cref="ValidityOffset"/> + r.</summary>
    public ReadOnlySpan<byte> Validity => _validity;

    /// <summary>The bit of the first row in <see cref="Validity"/>.</summary>
    public int ValidityOffset => _start;

    /// <summary>The bytes of fixed-width values: <see cref="Length"/> × width. Undefined where NULL. Empty when <see cref="IsAllNull"/>.</summary>
    public ReadOnlySpan<byte> FixedBytes =>
        IsAllNull ? default : _values.AsSpan(_start * Type.FixedWidth, Length * Type.FixedWidth);

    /// <summary><see cref="Length"/> + 1 offsets into <see cref="Bytes"/> or, of arrays, into <see cref="Child"/>. Empty when <see cref="IsAllNull"/>.</summary>
    public ReadOnlySpan<int> Offsets => IsAllNull ? default : _offsets.AsSpan(_start, Length + 1);

    /// <summary>The bytes of texts and byteas, for <see cref="Offsets"/> to index; shared, not sliced; pinned.</summary>
    public byte[] Bytes => _values;

    /// <summary>The fixed-width values as T, whose size must be the type's width.</summary>
    /// <typeparam name="T">The unmanaged type of one value.</typeparam>
    public ReadOnlySpan<T> Values<T>() where T : unmanaged
    {
        if (!IsAllNull && Unsafe.SizeOf<T>() != Type.FixedWidth) throw new InvalidOperationException($"{Type} is not read as {typeof(T).Name}");
        return MemoryMarshal.Cast<byte, T>(FixedBytes);
    }

    /// <summary>One fixed-width value; undefined where NULL. Cheaper than <see cref="Values{T}"/> for a single row.</summary>
    /// <typeparam name="T">The unmanaged type of one value; its size must be the type's width.</typeparam>
    /// <param name="row">0-based.</param>
    public T Get<T>(int row) where T : unmanaged
    {
        if (Unsafe.SizeOf<T>() != Type.FixedWidth) throw new InvalidOperationException($"{Type} is not read as {typeof(T).Name}");
        return (uint)row < (uint)Length
            ? MemoryMarshal.Read<T>(_values.AsSpan((_start + row) * Unsafe.SizeOf<T>()))
            : throw new ArgumentOutOfRangeException(nameof(row));
    }

    /// <summary>Whether a row is NULL.</summary>
    /// <param name="row">0-based.</param>
    public bool IsNull(int row)
    {
        if (IsAllNull) return true;
        if (_validity is null) return false;
        var bit = _start + row;
        return (_validity[bit >> 3] & (1 << (bit & 7))) == 0;
    }

    /// <summary>The bytes of one text or bytea; empty when NULL.</summary>
    /// <param name="row">0-based.</param>
    public ReadOnlySpan<byte> GetBytes(int row)
    {
        if (IsAllNull) return default;
        var from = _offsets[_start + row];
        return _values.AsSpan(from, _offsets[_start + row + 1] - from);
    }

    /// <summary>One array's elements as a column; empty when NULL.</summary>
    /// <param name="row">0-based.</param>
    public Column GetList(int row)
    {
        var child = Child ?? throw new InvalidOperationException($"{Type} is not an array");
        if (IsAllNull) return child.Slice(0, 0);
        var from = _offsets[_start + row];
        return child.Slice(from, _offsets[_start + row + 1] - from);
    }

    /// <summary>A view of some of the rows; copies nothing.</summary>
    /// <param name="start">The first row.</param>
    /// <param name="length">The number of rows.</param>
    public Column Slice(int start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, Length - length);
        return new Column(Type, _start + start, length, _validity, _values, _offsets, Child, IsAllNull);
    }

    /// <summary>A column in which every row is NULL; it takes no memory for its rows.</summary>
    /// <param name="type">The type.</param>
    /// <param name="length">The number of rows.</param>
    public static Column AllNull(DataType type, int length)
    {
        ArgumentNullException.ThrowIfNull(type);
        var child = type.Element is null ? null : AllNull(type.Element, 0);
        return new Column(type, 0, length, null, [], [], child, isAllNull: true);
    }

    /// <summary>Bytes of memory that the rows of this view take, without shared slack.</summary>
    public long SizeInBytes
    {
        get
        {
            if (IsAllNull) return 0;
            long size = _validity is null ? 0 : (Length + 7) / 8;
            if (Type.FixedWidth > 0) return size + (long)Length * Type.FixedWidth;
            size += 4L * (Length + 1);
            var (from, to) = (_offsets[_start], _offsets[_start + Length]);
            return size + (Child is null ? to - from : Child.Slice(from, to - from).SizeInBytes);
        }
    }
}
