using System.Buffers;
using System.Text;

namespace Granary.Sql.Lexing;

/// <summary>The part of a plain INSERT up to VALUES: <c>INSERT INTO schema.table (a, b) VALUES</c>.</summary>
/// <param name="Target">The parts of the table's name, folded.</param>
/// <param name="Columns">The column names, folded; empty without a list.</param>
/// <param name="ValuesEnd">The offset of the byte behind VALUES, where a <see cref="PlainValuesReader"/> starts.</param>
public sealed record PlainInsertHead(IReadOnlyList<string> Target, IReadOnlyList<string> Columns, int ValuesEnd)
{
    private const int MaxHeadLength = 16 * 1024;
    private const int MaxNameParts = 3;

    /// <summary>Reads the head of an INSERT from UTF-8; null if it is anything but plain ASCII in this form.</summary>
    public static PlainInsertHead? TryRead(ReadOnlySpan<byte> utf8)
    {
        var buffer = ArrayPool<char>.Shared.Rent(MaxHeadLength);
        Ascii.ToUtf16(utf8[..Math.Min(utf8.Length, MaxHeadLength)], buffer, out var length);
        var head = TryRead(buffer.AsSpan(0, length));
        ArrayPool<char>.Shared.Return(buffer);
        return head;
    }

    private static PlainInsertHead? TryRead(ReadOnlySpan<char> text)
    {
        var lexer = new Lexer(text);
        if (lexer.Next().Keyword != Keyword.Insert || lexer.Next().Keyword != Keyword.Into)
            return null;
        return TryReadTarget(text, ref lexer, out var target, out var next) && TryReadColumns(text, ref lexer, ref next, out var columns)
            && next.Keyword == Keyword.Values
            ? new PlainInsertHead(target, columns, next.End)
            : null;
    }

    private static bool TryReadTarget(ReadOnlySpan<char> text, ref Lexer lexer, out List<string> target, out Token next)
    {
        target = [];
        do
        {
            next = lexer.Next();
            if (!IsName(next))
                return false;
            target.Add(TokenText.Name(text, next));
            next = lexer.Next();
        }
        while (next.Kind == TokenKind.Dot && target.Count < MaxNameParts);
        return true;
    }

    private static bool TryReadColumns(ReadOnlySpan<char> text, ref Lexer lexer, ref Token next, out List<string> columns)
    {
        columns = [];
        if (next.Kind != TokenKind.OpenParenthesis)
            return true;
        do
        {
            next = lexer.Next();
            if (!IsName(next))
                return false;
            columns.Add(TokenText.Name(text, next));
            next = lexer.Next();
        }
        while (next.Kind == TokenKind.Comma);
        var isClosed = next.Kind == TokenKind.CloseParenthesis;
        next = lexer.Next();
        return isClosed;
    }

    private static bool IsName(Token token) => token.Kind is TokenKind.Identifier or TokenKind.QuotedIdentifier
        || KeywordTable.Category(token.Keyword) is KeywordCategory.Unreserved or KeywordCategory.ColumnName;
}
