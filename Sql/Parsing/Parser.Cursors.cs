using Granary.Sql.Lexing;
using Granary.Sql.Syntax;

namespace Granary.Sql.Parsing;

/// <content>Cursors: DECLARE, FETCH, MOVE and CLOSE.</content>
internal sealed partial class Parser
{
    private DeclareCursorStatement ParseDeclare()
    {
        var position = Take().Start;
        var name = ParseColumnName();
        bool isBinary = false;
        bool? isScroll = null;
        bool? isInsensitive = null;
        while (!Is(Keyword.Cursor))
        {
            if (Accept(Keyword.Binary))
                isBinary = true;
            else if (Accept(Keyword.Scroll))
                isScroll = true;
            else if (Accept(Keyword.No, Keyword.Scroll))
                isScroll = false;
            else if (Accept(Keyword.Insensitive))
                isInsensitive = true;
            else if (Accept(Keyword.Asensitive))
                isInsensitive = false;
            else
                throw Unexpected();
        }

        _index++;
        var withHold = ParseHold();
        Expect(Keyword.For);
        var start = Position;
        return new DeclareCursorStatement(position, name, new SelectStatement(start, ParseQuery()))
        {
            IsBinary = isBinary,
            IsScroll = isScroll,
            IsInsensitive = isInsensitive,
            WithHold = withHold,
        };
    }

    private bool ParseHold()
    {
        if (Accept(Keyword.Without))
        {
            Expect(Keyword.Hold);
            return false;
        }

        if (!Accept(Keyword.With))
            return false;
        Expect(Keyword.Hold);
        return true;
    }

    private FetchStatement ParseFetch()
    {
        var first = Take();
        var (direction, count) = ParseFetchDirection();
        if (direction == FetchDirection.Unspecified)
            (direction, count) = (FetchDirection.Forward, 1);
        if (!Accept(Keyword.From))
            Accept(Keyword.In);
        return new FetchStatement(first.Start, first.Keyword == Keyword.Move, direction, count, ParseColumnName());
    }

    private (FetchDirection Direction, long Count) ParseFetchDirection()
    {
        // A word that ends the statement is the cursor's name, whatever else it could be.
        if (Current.Kind == TokenKind.Keyword && Peek(1).Kind is TokenKind.End or TokenKind.Semicolon)
            return default;
        if (Current.Kind is TokenKind.Integer or TokenKind.Plus or TokenKind.Minus)
            return (FetchDirection.Forward, ParseSignedInteger());
        switch (Current.Keyword)
        {
            case Keyword.Next:
                return TakeDirection(FetchDirection.Forward, 1);
            case Keyword.Prior:
                return TakeDirection(FetchDirection.Backward, 1);
            case Keyword.First:
                return TakeDirection(FetchDirection.Absolute, 1);
            case Keyword.Last:
                return TakeDirection(FetchDirection.Absolute, -1);
            case Keyword.All:
                return TakeDirection(FetchDirection.Forward, long.MaxValue);
            case Keyword.Absolute:
                _index++;
                return (FetchDirection.Absolute, ParseSignedInteger());
            case Keyword.Relative:
                _index++;
                return (FetchDirection.Relative, ParseSignedInteger());
            case Keyword.Forward:
                _index++;
                return (FetchDirection.Forward, ParseFetchCountOrAll());
            case Keyword.Backward:
                _index++;
                return (FetchDirection.Backward, ParseFetchCountOrAll());
            default:
                return default;
        }
    }

    private (FetchDirection Direction, long Count) TakeDirection(FetchDirection direction, long count)
    {
        _index++;
        return (direction, count);
    }

    private long ParseFetchCountOrAll()
    {
        if (Accept(Keyword.All))
            return long.MaxValue;
        return Current.Kind is TokenKind.Integer or TokenKind.Plus or TokenKind.Minus ? ParseSignedInteger() : 1;
    }

    private CloseCursorStatement ParseClose()
    {
        var position = Take().Start;
        return new CloseCursorStatement(position, Accept(Keyword.All) ? null : ParseColumnName());
    }
}
