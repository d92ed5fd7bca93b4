using System.Runtime.InteropServices;

namespace Granary.Engine.DuckDb.Native;

/// <summary>A DuckDB object that is destroyed exactly once, whoever closes it and however often.</summary>
internal abstract unsafe class NativeHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected sealed override bool ReleaseHandle()
    {
        fixed (nint* reference = &handle)
            Destroy(reference);
        return true;
    }

    /// <summary>Calls DuckDB's destructor, which takes the address of the reference and clears it.</summary>
    protected abstract void Destroy(nint* reference);
}

/// <summary>An open database.</summary>
internal sealed unsafe class DatabaseHandle : NativeHandle
{
    protected override void Destroy(nint* reference) => NativeMethods.Close(reference);
}

/// <summary>A connection to an open database.</summary>
internal sealed unsafe class ConnectionHandle : NativeHandle
{
    protected override void Destroy(nint* reference) => NativeMethods.Disconnect(reference);
}

/// <summary>Settings for opening a database.</summary>
internal sealed unsafe class ConfigHandle : NativeHandle
{
    protected override void Destroy(nint* reference) => NativeMethods.DestroyConfig(reference);
}

/// <summary>A prepared statement.</summary>
internal sealed unsafe class PreparedHandle : NativeHandle
{
    protected override void Destroy(nint* reference) => NativeMethods.DestroyPrepare(reference);
}

/// <summary>A statement that has been started and has no result yet.</summary>
internal sealed unsafe class PendingHandle : NativeHandle
{
    protected override void Destroy(nint* reference) => NativeMethods.DestroyPending(reference);
}

/// <summary>A chunk of rows that we own.</summary>
internal sealed unsafe class ChunkHandle : NativeHandle
{
    public ChunkHandle() { }

    public ChunkHandle(nint chunk) => SetHandle(chunk);

    protected override void Destroy(nint* reference) => NativeMethods.DestroyDataChunk(reference);
}

/// <summary>A type with its parameters.</summary>
internal sealed unsafe class LogicalTypeHandle : NativeHandle
{
    protected override void Destroy(nint* reference) => NativeMethods.DestroyLogicalType(reference);
}

/// <summary>A single value.</summary>
internal sealed unsafe class ValueHandle : NativeHandle
{
    protected override void Destroy(nint* reference) => NativeMethods.DestroyValue(reference);
}

/// <summary>A table function before it is registered.</summary>
internal sealed unsafe class TableFunctionHandle : NativeHandle
{
    protected override void Destroy(nint* reference) => NativeMethods.DestroyTableFunction(reference);
}

/// <summary>A scalar function before it is registered.</summary>
internal sealed unsafe class ScalarFunctionHandle : NativeHandle
{
    protected override void Destroy(nint* reference) => NativeMethods.DestroyScalarFunction(reference);
}

/// <summary>The overloads of one scalar function before they are registered.</summary>
internal sealed unsafe class ScalarFunctionSetHandle : NativeHandle
{
    protected override void Destroy(nint* reference) => NativeMethods.DestroyScalarFunctionSet(reference);
}

/// <summary>A result; the handle is the address of a <see cref="NativeResult"/> in memory of ours.</summary>
internal sealed unsafe class ResultHandle : NativeHandle
{
    public ResultHandle() => SetHandle((nint)NativeMemory.AllocZeroed((nuint)sizeof(NativeResult)));

    public NativeResult* Pointer => (NativeResult*)handle;

    protected override void Destroy(nint* reference)
    {
        NativeMethods.DestroyResult(Pointer);
        NativeMemory.Free(Pointer);
    }
}
