namespace Granary.Sql.Lexing;

/// <summary>Why the lexer stopped: PostgreSQL's message, and the span that the message quotes.</summary>
/// <param name="Message">The message, without the <c>at or near</c> part.</param>
/// <param name="Start">Where the quoted span starts, which is also the position of the error.</param>
/// <param name="End">Where the quoted span ends.</param>
public sealed record LexicalError(string Message, int Start, int End);
