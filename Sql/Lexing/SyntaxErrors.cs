using Granary.Grains.Interfaces.Errors;

namespace Granary.Sql.Lexing;

/// <summary>Makes the lexer's and the parser's errors in PostgreSQL's words.</summary>
internal static class SyntaxErrors
{
    /// <summary>PostgreSQL counts code points; the tree and the lexer count UTF-16 units.</summary>
    public static int CharacterPosition(ReadOnlySpan<char> source, int offset)
    {
        var position = offset;
        foreach (var c in source[..offset])
        {
            if (char.IsLowSurrogate(c))
                position--;
        }

        return position;
    }

    /// <summary>A message that quotes nothing.</summary>
    public static GranaryException At(ReadOnlySpan<char> source, int offset, string message, string? hint = null)
        => Make(ErrorKind.Invalid, SqlState.SyntaxError, message, CharacterPosition(source, offset), hint);

    /// <summary><c>message at or near "quoted"</c>, or <c>at end of input</c>.</summary>
    public static GranaryException Near(ReadOnlySpan<char> source, int start, int end, string message)
        => At(source, start, start >= source.Length
            ? $"{message} at end of input"
            : $"{message} at or near \"{source[start..end]}\"");

    public static GranaryException From(ReadOnlySpan<char> source, LexicalError error)
        => Near(source, error.Start, error.End, error.Message);

    public static GranaryException Make(ErrorKind kind, string sqlState, string message, int position, string? hint = null)
        => new(kind, sqlState, message) { Position = position, Hint = hint };
}
