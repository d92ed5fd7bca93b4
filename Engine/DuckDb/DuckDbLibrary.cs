using System.Runtime.InteropServices;
using Granary.Engine.DuckDb.Native;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Engine.DuckDb;

/// <summary>
/// Makes sure, before anything is opened, that the native library is there and of the version whose interface and settings
/// this program was written for.
/// </summary>
internal static class DuckDbLibrary
{
    public const string Version = "v1.5.6";

    public static unsafe void EnsureUsable()
    {
        string found;
        try
        {
            found = NativeMethods.Text(NativeMethods.LibraryVersion());
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
        {
            throw new GranaryException(
                ErrorKind.Unavailable, $"DuckDB's native library could not be loaded for {RuntimeInformation.RuntimeIdentifier}", error)
            {
                Hint = "It lies beside the program: build the program again, or copy libduckdb there.",
            };
        }

        if (found != Version)
            throw new GranaryException(ErrorKind.Unavailable, $"DuckDB's native library is {found}; {Version} is needed");
    }
}
