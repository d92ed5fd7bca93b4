using System.Net.Sockets;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Granary.Gateway.Postgres.Sessions;

/// <summary>
/// The thread that the runtime has for the events of all sockets. A statement whose answer is at hand is answered on it: waking
/// a thread of the pool would cost more than the answer. Whatever computes, waits or is large leaves it first, since every
/// other client's bytes wait behind it.
/// </summary>
/// <remarks>
/// The runtime keeps the choice for each socket in a property that it shows nobody; the public way is an environment variable
/// for all sockets of the process, those of the object store's client too, which know nothing of this rule. A runtime without
/// the property answers through the pool as always.
/// </remarks>
internal static class SocketThread
{
    /// <summary>Messages of more bytes are handled elsewhere.</summary>
    public const int MaxMessageBytes = 4096;

    private static readonly Action<SafeSocketHandle, bool>? PreferInline = typeof(SafeSocketHandle)
        .GetProperty("PreferInlineCompletions", BindingFlags.Instance | BindingFlags.NonPublic)?
        .SetMethod?.CreateDelegate<Action<SafeSocketHandle, bool>>();

    /// <summary>Whether this runtime lets a socket's bytes be handled on the thread that saw them come.</summary>
    public static bool IsSupported => PreferInline is not null;

    /// <summary>From now on what comes from the client is handled on this thread.</summary>
    public static void Serve(ConnectionContext connection)
    {
        if (connection.Features.Get<IConnectionSocketFeature>()?.Socket is { } socket) PreferInline?.Invoke(socket.SafeHandle, true);
    }

    /// <summary>Awaited: goes on on a thread of the pool; at once when it is one.</summary>
    public static ConfiguredTaskAwaitable LeaveAsync() => Task.CompletedTask.ConfigureAwait(
        Thread.CurrentThread.IsThreadPoolThread ? ConfigureAwaitOptions.None : ConfigureAwaitOptions.ForceYielding);
}
