namespace Granary.Silo.Configuration;

/// <summary>The program can't start, for a reason that the person who starts it can remove. The message is all they see.</summary>
internal sealed class SetupException(string message, Exception? cause = null) : Exception(message, cause);
