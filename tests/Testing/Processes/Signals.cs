using System.Runtime.InteropServices;

namespace Granary.Testing.Processes;

/// <summary>Signals that tests send to processes they started, by number on Linux.</summary>
public static partial class Signals
{
    /// <summary>Ctrl-C.</summary>
    public const int Interrupt = 2;

    /// <summary>Ends at once.</summary>
    public const int Kill = 9;

    /// <summary>Asks to end.</summary>
    public const int Terminate = 15;

    /// <summary>Goes on after <see cref="Stop"/>.</summary>
    public const int Continue = 18;

    /// <summary>Stands still.</summary>
    public const int Stop = 19;

    /// <summary>Sends a signal; false when there is no such process.</summary>
    /// <param name="processId">The process.</param>
    /// <param name="signal">The number.</param>
    public static bool Send(int processId, int signal) => kill(processId, signal) == 0;

#pragma warning disable IDE1006 // the C library's own name
    [LibraryImport("libc")]
    private static partial int kill(int processId, int signal);
#pragma warning restore IDE1006
}
