using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Granary.Engine.DuckDb.Native;

namespace Granary.Engine.DuckDb;

/// <summary>
/// The table function <c>granary_scan(id)</c> over sources of ours.
/// 1. Bind: looks the id up in the registry and names the columns.
/// 2. Init: begins a pass over the columns that the plan wants (projection pushdown).
/// 3. Body: fills chunks, on as many threads as the pass can use, each with a cursor of its own.
/// Invariant: no exception leaves a callback; it becomes the statement's error.
/// </summary>
internal static unsafe class ScanTableFunction
{
    public const string Name = "granary_scan";

    public static void Register(DuckDbConnection connection, ScanRegistry registry)
    {
        using TableFunctionHandle function = NativeMethods.CreateTableFunction();
        NativeMethods.SetTableFunctionName(function, Name);
        using (LogicalTypeHandle id = DuckDbType.BigInt.CreateHandle())
            NativeMethods.AddTableFunctionParameter(function, id);
        NativeMethods.SetTableFunctionExtraInfo(function, ManagedReference.Create(registry), &ManagedReference.Release);
        NativeMethods.SetTableFunctionBind(function, &Bind);
        NativeMethods.SetTableFunctionInit(function, &Init);
        NativeMethods.SetTableFunctionLocalInit(function, &InitThread);
        NativeMethods.SetTableFunctionBody(function, &Fill);
        NativeMethods.SupportProjectionPushdown(function, 1);
        if (NativeMethods.RegisterTableFunction(connection.Handle, function) != NativeMethods.Success)
            throw new DuckDbException(DuckDbErrorType.Catalog, $"DuckDB did not take the table function {Name}.");
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Bind(nint info)
    {
        try
        {
            long id;
            using (ValueHandle parameter = NativeMethods.BindParameter(info, 0))
                id = NativeMethods.GetInt64(parameter);
            var registry = ManagedReference.Target<ScanRegistry>(NativeMethods.BindExtraInfo(info));
            if (!registry.TryGet(id, out IScanSource? source))
                throw new DuckDbException(DuckDbErrorType.Binder, $"There is no scan {id}.");

            foreach (DuckDbColumn column in source.Columns)
            {
                using LogicalTypeHandle type = column.Type.CreateHandle();
                NativeMethods.AddResultColumn(info, column.Name, type);
            }

            // An estimate, not a promise: the plan may be used again when there are more rows.
            NativeMethods.SetCardinality(info, (ulong)source.RowCount, isExact: 0);
            NativeMethods.SetBindData(info, ManagedReference.Create(source), &ManagedReference.Release);
        }
        catch (Exception exception)
        {
            NativeMethods.SetBindError(info, exception.Message);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Init(nint info)
    {
        try
        {
            var source = ManagedReference.Target<IScanSource>(NativeMethods.InitBindData(info));
            var columns = new int[(int)NativeMethods.InitColumnCount(info)];
            for (int column = 0; column < columns.Length; column++)
                columns[column] = ColumnIndex(source, NativeMethods.InitColumnIndex(info, (ulong)column));

            IScan scan = source.Open(columns);
            NativeMethods.SetMaxThreads(info, (ulong)Math.Max(1, scan.MaxThreads));
            NativeMethods.SetInitData(info, ManagedReference.Create(scan), &ManagedReference.Release);
        }
        catch (Exception exception)
        {
            NativeMethods.SetInitError(info, exception.Message);
        }
    }

    /// <summary>DuckDB doesn't say here which pass the thread joins, so the cursor is made when the thread first fills.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void InitThread(nint info) =>
        NativeMethods.SetInitData(info, ManagedReference.Create(new ThreadState()), &ManagedReference.Release);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Fill(nint info, nint chunk)
    {
        try
        {
            var thread = ManagedReference.Target<ThreadState>(NativeMethods.FunctionLocalInitData(info));
            thread.Cursor ??= ManagedReference.Target<IScan>(NativeMethods.FunctionInitData(info)).CreateCursor();
            NativeMethods.SetChunkSize(chunk, (ulong)thread.Cursor.Fill(new ScanChunk(chunk)));
        }
        catch (Exception exception)
        {
            NativeMethods.SetFunctionError(info, exception.Message);
        }
    }

    /// <summary>A statement that only counts rows asks for a column that no table has; any of ours will do.</summary>
    private static int ColumnIndex(IScanSource source, ulong index) => index < (ulong)source.Columns.Count ? (int)index : 0;

    /// <summary>What one thread keeps between chunks.</summary>
    private sealed class ThreadState
    {
        public IScanCursor? Cursor;
    }
}
