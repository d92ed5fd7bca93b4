using System.Runtime.InteropServices;

namespace Granary.Engine.DuckDb.Native;

/// <summary>The result structure that DuckDB's C interface fills and takes by value; only the last field is alive.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeResult
{
    public ulong ColumnCount;
    public ulong RowCount;
    public ulong RowsChanged;
    public nint Columns;
    public nint ErrorMessage;
    public nint Internal;
}

/// <summary>A 128-bit integer as DuckDB's C interface passes it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeHugeInt
{
    public ulong Lower;
    public long Upper;
}

/// <summary>A decimal value with its width and scale as DuckDB's C interface passes it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeDecimal
{
    public byte Width;
    public byte Scale;
    public NativeHugeInt Value;
}

/// <summary>An interval, the same in vectors and in values.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeInterval
{
    public int Months;
    public int Days;
    public long Micros;
}

/// <summary>Where one list of a list vector lies in the vector's child.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeListEntry
{
    public ulong Offset;
    public ulong Length;
}

/// <summary>Bytes and their number, as the accessors of blob values return them.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeBytes
{
    public nint Data;
    public ulong Size;
}
