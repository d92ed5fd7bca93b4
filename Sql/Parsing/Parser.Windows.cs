using Granary.Grains.Interfaces.Errors;
using Granary.Sql.Lexing;
using Granary.Sql.Syntax;

namespace Granary.Sql.Parsing;

/// <content>Windows and their frames.</content>
internal sealed partial class Parser
{
    private Window ParseOver()
    {
        var position = Position;
        return Is(TokenKind.OpenParenthesis) ? ParseWindowSpecification() : new WindowReference(position, ParseColumnName());
    }

    private List<NamedWindow> ParseWindowClause() => ParseList(() =>
    {
        var position = Position;
        var name = ParseColumnName();
        Expect(Keyword.As);
        return new NamedWindow(position, name, ParseWindowSpecification());
    });

    private WindowSpecification ParseWindowSpecification()
    {
        var position = Expect(TokenKind.OpenParenthesis).Start;
        var isClause = Current.Keyword is Keyword.Partition or Keyword.Range or Keyword.Rows or Keyword.Groups;
        var baseName = !isClause && IsColumnName(Current) ? TakeName() : null;
        var window = new WindowSpecification(position, baseName)
        {
            PartitionBy = ParsePartitionBy(),
            OrderBy = ParseOptionalOrderBy(),
            Frame = ParseOptionalFrame(),
        };
        Expect(TokenKind.CloseParenthesis);
        return window;
    }

    private List<Expression> ParsePartitionBy()
    {
        if (!Accept(Keyword.Partition))
            return [];
        Expect(Keyword.By);
        return ParseList(ParseExpression);
    }

    private WindowFrame? ParseOptionalFrame()
    {
        var mode = Current.Keyword switch
        {
            Keyword.Range => FrameMode.Range,
            Keyword.Rows => FrameMode.Rows,
            Keyword.Groups => FrameMode.Groups,
            _ => FrameMode.Unspecified,
        };
        if (mode == FrameMode.Unspecified)
            return null;
        var position = Take().Start;
        var hasEnd = Accept(Keyword.Between);
        var start = ParseFrameBound();
        var end = new FrameBound(start.Position, FrameBoundKind.CurrentRow, null);
        if (hasEnd)
        {
            Expect(Keyword.And);
            end = ParseFrameBound();
        }

        CheckFrame(start, end, hasEnd);
        return new WindowFrame(position, mode, start, end, ParseExclusion());
    }

    private FrameBound ParseFrameBound()
    {
        var position = Position;
        if (Accept(Keyword.Current, Keyword.Row))
            return new FrameBound(position, FrameBoundKind.CurrentRow, null);
        if (Is(Keyword.Unbounded) && Peek(1).Keyword is Keyword.Preceding or Keyword.Following)
        {
            _index++;
            return new FrameBound(position,
                Take().Keyword == Keyword.Preceding ? FrameBoundKind.UnboundedPreceding : FrameBoundKind.UnboundedFollowing, null);
        }

        var offset = ParseExpression();
        if (Current.Keyword is not (Keyword.Preceding or Keyword.Following))
            throw Unexpected();
        return new FrameBound(position,
            Take().Keyword == Keyword.Preceding ? FrameBoundKind.OffsetPreceding : FrameBoundKind.OffsetFollowing, offset);
    }

    private void CheckFrame(FrameBound start, FrameBound end, bool hasEnd)
    {
        var problem = (start.Kind, end.Kind) switch
        {
            (FrameBoundKind.UnboundedFollowing, _) => "frame start cannot be UNBOUNDED FOLLOWING",
            (FrameBoundKind.OffsetFollowing, FrameBoundKind.CurrentRow) when !hasEnd
                => "frame starting from following row cannot end with current row",
            (_, FrameBoundKind.UnboundedPreceding) => "frame end cannot be UNBOUNDED PRECEDING",
            (FrameBoundKind.CurrentRow, FrameBoundKind.OffsetPreceding) => "frame starting from current row cannot have preceding rows",
            (FrameBoundKind.OffsetFollowing, FrameBoundKind.OffsetPreceding or FrameBoundKind.CurrentRow)
                => "frame starting from following row cannot have preceding rows",
            _ => null,
        };
        if (problem is not null)
            throw StateErrorAt(start.Kind == FrameBoundKind.UnboundedFollowing ? start.Position : end.Position, SqlState.WindowingError, problem);
    }

    private FrameExclusion ParseExclusion()
    {
        if (!Accept(Keyword.Exclude))
            return FrameExclusion.NoOthers;
        if (Accept(Keyword.Group))
            return FrameExclusion.Group;
        if (Accept(Keyword.Ties))
            return FrameExclusion.Ties;
        if (Accept(Keyword.Current))
        {
            Expect(Keyword.Row);
            return FrameExclusion.CurrentRow;
        }

        Expect(Keyword.No);
        Expect(Keyword.Others);
        return FrameExclusion.NoOthers;
    }
}
