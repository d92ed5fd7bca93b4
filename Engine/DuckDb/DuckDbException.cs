using Granary.Engine.DuckDb.Native;

namespace Granary.Engine.DuckDb;

/// <summary>
/// What DuckDB refused or failed at, with its own class of error. It stays inside Engine:
/// the executors turn it into what a client may see.
/// </summary>
internal sealed class DuckDbException(DuckDbErrorType type, string message) : Exception(message)
{
    public DuckDbErrorType Type { get; } = type;

    /// <summary>Reads an error of which DuckDB gives the text alone: the class is the text's prefix.</summary>
    public static unsafe DuckDbException FromText(byte* text)
    {
        string message = NativeMethods.Text(text);
        return new DuckDbException(DuckDbErrorText.TypeOf(message), message);
    }
}
