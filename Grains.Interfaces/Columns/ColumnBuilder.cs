using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Granary.Grains.Interfaces.Columns;

/// <summary>
/// Appends values of one type and gives immutable <see cref="Column"/> views of what was appended so far. Leading NULLs
/// take no memory. One writer; views taken earlier stay valid and may be read by other threads.
/// </summary>
public sealed class ColumnBuilder
{
    private byte[]? _validity;
    private byte[] _values = [];
    private int[] _offsets = [];
    private int _valueBytes;
    private bool _allNull = true;
    private readonly int _width;
    private readonly ColumnBuilder? _child;

    /// <summary>Starts an empty column.</summary>
    /// <param name="type">The type of the values.</param>
    public ColumnBuilder(DataType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        Type = type;
        _width = type.FixedWidth;
        if (type.Element is not null) _child = new ColumnBuilder(type.Element);
    }

    /// <summary>The type of the values.</summary>
    public DataType Type { get; }

    /// <summary>Rows appended so far.</summary>
    public int Length { get; private set; }

    /// <summary>Bytes of values and offsets appended so far, children included.</summary>
    public long SizeInBytes => _allNull ? 0
        : (_width > 0 ? (long)Length * _width : _valueBytes + 4L * (Length + 1)) + (_validity is null ? 0 : Length / 8 + 1) + (_child?.SizeInBytes ?? 0);

    /// <summary>The builder of an array column's elements: append to it, then call <see cref="EndList"/>.</summary>
    public ColumnBuilder Child => _child ?? throw new InvalidOperationException($"{Type} is not an array");

    /// <summary>Appends NULL.</summary>
    public void AppendNull() => AppendNulls(1);

    /// <summary>Appends NULLs.</summary>
    /// <param name="count">How many.</param>
    public void AppendNulls(int count)
    {
        if (count == 0) return;
        if (!_allNull)
        {
            EnsureValidity(Length + count);
            SetBits(Length, count, false);
            if (_width > 0) ReserveFixed(count).Clear();
            else AppendOffsets(count);
        }
        Length += count;
    }

    /// <summary>Appends one fixed-width value.</summary>
    /// <typeparam name="T">Its unmanaged type; the size must be the type's width.</typeparam>
    /// <param name="value">The value in the representation that <see cref="TypeKind"/> describes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append<T>(T value) where T : unmanaged
    {
        if (Unsafe.SizeOf<T>() != _width) throw new InvalidOperationException($"{Type} is not written as {typeof(T).Name}");
        if (_allNull) BeginValues();
        var at = Length * _width;
        if (at + _width > _values.Length) PinnedBuffer.Grow(ref _values, at, at + _width);
        Unsafe.WriteUnaligned(ref _values[at], value);
        if (_validity is not null) MarkValid();
        Length++;
    }

    /// <summary>Appends fixed-width values by copying memory.</summary>
    /// <typeparam name="T">Their unmanaged type; the size must be the type's width.</typeparam>
    /// <param name="values">The values; undefined where NULL.</param>
    /// <param name="validity">One bit a value, least significant first, set where it is not NULL; empty when none is NULL.</param>
    public void AppendMany<T>(ReadOnlySpan<T> values, ReadOnlySpan<ulong> validity) where T : unmanaged
    {
        if (Unsafe.SizeOf<T>() != _width) throw new InvalidOperationException($"{Type} is not written as {typeof(T).Name}");
        if (values.IsEmpty) return;
        var bits = MemoryMarshal.AsBytes(validity);
        if (!bits.IsEmpty && !bits[..((values.Length + 7) >> 3)].ContainsAnyExcept((byte)0))
        {
            AppendNulls(values.Length);
            return;
        }

        if (_allNull) BeginValues();
        if (!bits.IsEmpty) CopyBits(bits, values.Length);
        else if (_validity is not null)
        {
            EnsureValidity(Length + values.Length);
            SetBits(Length, values.Length, true);
        }

        MemoryMarshal.AsBytes(values).CopyTo(ReserveFixed(values.Length));
        Length += values.Length;
    }

    /// <summary>Appends one text or bytea.</summary>
    /// <param name="value">Its bytes (texts: valid UTF-8 without NUL, checked by the caller); copied.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AppendBytes(ReadOnlySpan<byte> value)
    {
        value.CopyTo(ReserveBytes(value.Length));
        EndBytes(value.Length);
    }

    /// <summary>Room for a text or bytea to be written in place; follow with <see cref="EndBytes"/>.</summary>
    /// <param name="maxLength">The most bytes it may take.</param>
    public Span<byte> ReserveBytes(int maxLength)
    {
        if (_allNull) BeginValues();
        var needed = (long)_valueBytes + maxLength;
        if (needed > _values.Length) PinnedBuffer.Grow(ref _values, _valueBytes, needed > int.MaxValue ? -1 : (int)needed);
        return _values.AsSpan(_valueBytes, maxLength);
    }

    /// <summary>Ends the value written into <see cref="ReserveBytes"/>.</summary>
    /// <param name="length">Its bytes.</param>
    public void EndBytes(int length)
    {
        _valueBytes += length;
        EndOffset(_valueBytes);
    }

    /// <summary>Ends an array whose elements were appended to <see cref="Child"/> since the last end.</summary>
    public void EndList()
    {
        if (_allNull) BeginValues();
        EndOffset(Child.Length);
    }

    /// <summary>Appends the rows of a column of the same type by copying memory.</summary>
    /// <param name="column">The rows.</param>
    public void Append(Column column)
    {
        ArgumentNullException.ThrowIfNull(column);
        if (column.Type.Kind != Type.Kind) throw new InvalidOperationException($"{column.Type} is not appended to {Type}");
        if (column.Length == 0) return;
        if (column.IsAllNull)
        {
            AppendNulls(column.Length);
            return;
        }

        if (_allNull) BeginValues();
        AppendValidity(column);
        if (_width > 0) column.FixedBytes.CopyTo(ReserveFixed(column.Length));
        else AppendVariable(column);
        Length += column.Length;
    }

    /// <summary>Appends rows of a column of the same type in a given order.</summary>
    /// <param name="column">Where the rows come from.</param>
    /// <param name="rows">0-based rows of it.</param>
    public void AppendRows(Column column, ReadOnlySpan<int> rows)
    {
        ArgumentNullException.ThrowIfNull(column);
        if (column.IsAllNull)
        {
            AppendNulls(rows.Length);
            return;
        }

        switch (_width)
        {
            case 1: Gather<byte>(column, rows); break;
            case 2: Gather<short>(column, rows); break;
            case 4: Gather<int>(column, rows); break;
            case 8: Gather<long>(column, rows); break;
            case 16: Gather<Int128>(column, rows); break;
            default: GatherVariable(column, rows); break;
        }
    }

    /// <summary>A view of the rows appended so far.</summary>
    public Column ToColumn() => _allNull
        ? Column.AllNull(Type, Length)
        : new Column(Type, 0, Length, _validity, _values, _offsets, _child?.ToColumn(), isAllNull: false);

    /// <summary>Makes room in an empty builder.</summary>
    internal void Reserve(ColumnCapacity capacity)
    {
        if (_width > 0)
        {
            PinnedBuffer.Grow(ref _values, 0, checked(capacity.Rows * _width));
            return;
        }

        PinnedBuffer.Grow(ref _offsets, 0, capacity.Rows + 1);
        if (_child is null) PinnedBuffer.Grow(ref _values, 0, capacity.Bytes);
        else if (capacity.Child is not null) _child.Reserve(capacity.Child);
    }

    /// <summary>Forgets the rows and keeps the buffers for the next ones. Only when no view taken is still in use.</summary>
    public void Reset()
    {
        Length = 0;
        _valueBytes = 0;
        _allNull = true;
        _child?.Reset();
        _validity = null;
    }

    /// <summary>Forgets the last rows, so that a broken row leaves nothing behind. Not for views already taken.</summary>
    /// <param name="length">The rows to keep.</param>
    public void Truncate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        Length = length;
        if (_width > 0) return;
        var end = _allNull ? 0 : _offsets[length];
        if (_child is not null) _child.Truncate(end);
        else _valueBytes = end;
    }

    private void Gather<T>(Column column, ReadOnlySpan<int> rows) where T : unmanaged
    {
        if (_allNull) BeginValues();
        var source = column.Values<T>();
        var target = MemoryMarshal.Cast<byte, T>(ReserveFixed(rows.Length));
        for (var i = 0; i < rows.Length; i++) target[i] = source[rows[i]];
        GatherValidity(column, rows);
        Length += rows.Length;
    }

    private void GatherValidity(Column column, ReadOnlySpan<int> rows)
    {
        if (!column.MayHaveNulls && _validity is null) return;
        EnsureValidity(Length + rows.Length);
        for (var i = 0; i < rows.Length; i++) SetBits(Length + i, 1, !column.IsNull(rows[i]));
    }

    private void GatherVariable(Column column, ReadOnlySpan<int> rows)
    {
        if (_child is null)
        {
            GatherBytes(column, rows);
            return;
        }

        foreach (var row in rows)
        {
            if (column.IsNull(row)) AppendNull();
            else
            {
                _child.Append(column.GetList(row));
                EndList();
            }
        }
    }

    // room for all is taken at once; a NULL's bytes are empty
    private void GatherBytes(Column column, ReadOnlySpan<int> rows)
    {
        if (_allNull) BeginValues();
        var from = column.Offsets;
        long total = 0;
        foreach (var row in rows) total += from[row + 1] - from[row];
        if (total > int.MaxValue) total = int.MaxValue; // too much: refused by the next line
        var target = ReserveBytes((int)total);
        PinnedBuffer.Grow(ref _offsets, Length + 1, Length + rows.Length + 1);
        var offsets = _offsets.AsSpan(Length + 1, rows.Length);
        var at = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            var start = from[rows[i]];
            var length = from[rows[i] + 1] - start;
            column.Bytes.AsSpan(start, length).CopyTo(target[at..]);
            at += length;
            offsets[i] = _valueBytes + at;
        }

        GatherValidity(column, rows);
        _valueBytes += at;
        Length += rows.Length;
    }

    private void AppendVariable(Column column)
    {
        var offsets = column.Offsets;
        var (from, to) = (offsets[0], offsets[^1]);
        var shift = (_child is null ? _valueBytes : _child.Length) - from;
        if (_child is not null) _child.Append(column.Child!.Slice(from, to - from));
        else
        {
            column.Bytes.AsSpan(from, to - from).CopyTo(ReserveBytes(to - from));
            _valueBytes += to - from;
        }

        PinnedBuffer.Grow(ref _offsets, Length + 1, Length + column.Length + 1);
        var target = _offsets.AsSpan(Length + 1, column.Length);
        for (var i = 0; i < target.Length; i++) target[i] = offsets[i + 1] + shift;
    }

    private void AppendValidity(Column column)
    {
        if (!column.MayHaveNulls)
        {
            if (_validity is null) return;
            EnsureValidity(Length + column.Length);
            SetBits(Length, column.Length, true);
            return;
        }

        EnsureValidity(Length + column.Length);
        if (((Length | column.ValidityOffset) & 7) == 0)
            column.Validity.Slice(column.ValidityOffset >> 3, (column.Length + 7) >> 3).CopyTo(_validity.AsSpan(Length >> 3));
        else
            for (var i = 0; i < column.Length; i++) SetBits(Length + i, 1, !column.IsNull(i));
    }

    private void BeginValues()
    {
        _allNull = false;
        if (_width == 0)
        {
            PinnedBuffer.Grow(ref _offsets, 0, Length + 1);
            _offsets.AsSpan(0, Length + 1).Clear();
        }

        if (Length == 0) return;
        if (_width > 0)
        {
            PinnedBuffer.Grow(ref _values, 0, Length * _width);
            _values.AsSpan(0, Length * _width).Clear();
        }

        _validity = new byte[Math.Max(8, (Length >> 3) + 8)];
    }

    private Span<byte> ReserveFixed(int count)
    {
        var at = Length * _width;
        PinnedBuffer.Grow(ref _values, at, checked((Length + count) * _width));
        return _values.AsSpan(at, count * _width);
    }

    private void AppendOffsets(int count)
    {
        PinnedBuffer.Grow(ref _offsets, Length + 1, Length + count + 1);
        _offsets.AsSpan(Length + 1, count).Fill(_child?.Length ?? _valueBytes);
    }

    private void EndOffset(int end)
    {
        if (Length + 2 > _offsets.Length) PinnedBuffer.Grow(ref _offsets, Length + 1, Length + 2);
        _offsets[Length + 1] = end;
        if (_validity is not null) MarkValid();
        Length++;
    }

    private void MarkValid()
    {
        EnsureValidity(Length + 1);
        _validity![Length >> 3] |= (byte)(1 << (Length & 7));
    }

    private void EnsureValidity(int rows)
    {
        var bytes = (rows + 7) >> 3;
        if (_validity is null)
        {
            _validity = new byte[Math.Max(8, bytes * 2)];
            SetBits(0, Length, true);
        }
        else if (bytes > _validity.Length)
        {
            Array.Resize(ref _validity, Math.Max(bytes, 2 * _validity.Length));
        }
    }

    private void SetBits(int from, int count, bool valid)
    {
        var bits = _validity!;
        var (at, end) = (from, from + count);
        for (; at < end && (at & 7) != 0; at++) SetBit(bits, at, valid);
        var whole = (end - at) >> 3;
        bits.AsSpan(at >> 3, whole).Fill(valid ? (byte)0xff : (byte)0);
        for (at += whole << 3; at < end; at++) SetBit(bits, at, valid);
    }

    private void CopyBits(ReadOnlySpan<byte> source, int count)
    {
        EnsureValidity(Length + count);
        var target = _validity.AsSpan(Length >> 3);
        var shift = Length & 7;
        var bytes = (count + 7) >> 3;
        if (shift == 0)
        {
            source[..bytes].CopyTo(target);
            return;
        }

        target[0] &= (byte)((1 << shift) - 1);
        for (var i = 0; i < bytes; i++)
        {
            target[i] |= (byte)(source[i] << shift);
            if (i + 1 < target.Length) target[i + 1] = (byte)(source[i] >> (8 - shift));
        }
    }

    private static void SetBit(byte[] bits, int at, bool valid)
    {
        if (valid) bits[at >> 3] |= (byte)(1 << (at & 7));
        else bits[at >> 3] &= (byte)~(1 << (at & 7));
    }
}
