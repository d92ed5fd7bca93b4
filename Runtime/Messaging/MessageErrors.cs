using Granary.Grains.Interfaces.Errors;

namespace Granary.Runtime.Messaging;

/// <summary>The refusals of messages themselves, apart from what they ask for.</summary>
internal static class MessageErrors
{
    /// <summary>The bytes are no message: damage, or another program.</summary>
    public static GranaryException Unreadable(string what, Exception? cause = null) =>
        new(ErrorKind.Corrupt, SqlState.ProtocolViolation, $"a message of the cluster can't be read: {what}", cause);

    /// <summary>The message is larger than anybody may send.</summary>
    public static GranaryException TooLarge(string what, long bytes, long most) =>
        new(ErrorKind.Exhausted, SqlState.ProgramLimitExceeded, $"{what} of a message of the cluster takes {bytes:N0} bytes; {most:N0} are allowed");
}
