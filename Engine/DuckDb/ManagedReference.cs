using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Granary.Engine.DuckDb;

/// <summary>Objects of ours that DuckDB holds as bare pointers and gives back when it is done with them.</summary>
internal static class ManagedReference
{
    public static nint Create(object target) => GCHandle.ToIntPtr(GCHandle.Alloc(target));

    public static T Target<T>(nint reference)
        where T : class => Unsafe.As<T>(GCHandle.FromIntPtr(reference).Target!);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static void Release(nint reference) => GCHandle.FromIntPtr(reference).Free();
}
