using System.Runtime.CompilerServices;
using Granary.Grains.Interfaces.Errors;
using Granary.Sql.Lexing;
using Granary.Sql.Syntax;

namespace Granary.Sql.Parsing;

/// <summary>
/// A recursive descent parser over one text; each statement family has a file. This file has the cursor over the tokens.
/// <list type="number">
/// <item>Every method starts at the token that it reads first and stops behind what it read.</item>
/// <item>It decides by looking ahead and never goes back, so time is linear in the text.</item>
/// <item>What PostgreSQL checks after its grammar and reports as a syntax error too waits in <see cref="_deferredError"/>
/// until the grammar is satisfied.</item>
/// </list>
/// </summary>
internal sealed partial class Parser
{
    // Deep enough for every text a person or an ORM writes; a tenth of what the stack of a thread takes.
    private const int MaxDepth = 2000;

    private readonly TokenList _tokens;
    private GranaryException? _deferredError;
    private int _index;
    private int _depth;

    public Parser(string source) => _tokens = new TokenList(source);

    private string Source => _tokens.Source;

    private Token Current => _tokens[_index];

    private int Position => _tokens[_index].Start;

    private Token Peek(int distance) => _tokens[_index + distance];

    private bool Is(TokenKind kind) => Current.Kind == kind;

    private bool Is(Keyword keyword) => Current.Keyword == keyword;

    private bool NextIs(TokenKind kind) => Peek(1).Kind == kind;

    private bool NextIs(Keyword keyword) => Peek(1).Keyword == keyword;

    private Token Take()
    {
        var token = Current;
        _index++;
        return token;
    }

    private bool Accept(TokenKind kind)
    {
        if (Current.Kind != kind)
            return false;
        _index++;
        return true;
    }

    private bool Accept(Keyword keyword)
    {
        if (Current.Keyword != keyword)
            return false;
        _index++;
        return true;
    }

    /// <summary>Takes two keywords if both are there.</summary>
    private bool Accept(Keyword first, Keyword second)
    {
        if (!Is(first) || !NextIs(second))
            return false;
        _index += 2;
        return true;
    }

    private Token Expect(TokenKind kind) => Is(kind) ? Take() : throw Unexpected();

    private Token Expect(Keyword keyword) => Is(keyword) ? Take() : throw Unexpected();

    private GranaryException Unexpected() => Unexpected(Current);

    private GranaryException Unexpected(Token token) => Failure("syntax error", token);

    /// <summary>An error that quotes a token; a lexical error at that place comes first.</summary>
    private GranaryException Failure(string message, Token token)
        => token.Kind == TokenKind.End && _tokens.Error is { } error ? error : SyntaxErrors.Near(Source, token.Start, token.End, message);

    private GranaryException ErrorAt(int position, string message, string? hint = null) => SyntaxErrors.At(Source, position, message, hint);

    private GranaryException StateErrorAt(int position, string sqlState, string message)
        => SyntaxErrors.Make(ErrorKind.Invalid, sqlState, message, SyntaxErrors.CharacterPosition(Source, position));

    private static GranaryException ErrorWithoutPosition(string message)
        => new(ErrorKind.Invalid, SqlState.SyntaxError, message);

    private GranaryException NotSupported(int position, string message, string? hint = null)
        => SyntaxErrors.Make(ErrorKind.Unsupported, SqlState.FeatureNotSupported, message,
            SyntaxErrors.CharacterPosition(Source, position), hint);

    /// <summary>Goes one level down; <paramref name="chain"/> counts links of a chain that nests on the left without recursion.</summary>
    private void Enter(int chain = 0)
    {
        CheckDepth(chain);
        _depth++;
    }

    private void CheckDepth(int chain)
    {
        if (_depth + chain > MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw SyntaxErrors.Make(ErrorKind.Invalid, SqlState.StatementTooComplex, "stack depth limit exceeded",
                SyntaxErrors.CharacterPosition(Source, Position), $"Expressions and queries may nest {MaxDepth} levels deep.");
        }
    }

    private void Leave() => _depth--;

    /// <summary>Reads items separated by commas, at least one.</summary>
    private List<T> ParseList<T>(Func<T> parseItem)
    {
        var items = new List<T>();
        do
            items.Add(parseItem());
        while (Accept(TokenKind.Comma));
        return items;
    }

    /// <summary>Reads a list in parentheses.</summary>
    private List<T> ParseParenthesizedList<T>(Func<T> parseItem)
    {
        Expect(TokenKind.OpenParenthesis);
        var items = ParseList(parseItem);
        Expect(TokenKind.CloseParenthesis);
        return items;
    }

    private Expression ParseParenthesizedExpression()
    {
        Expect(TokenKind.OpenParenthesis);
        var value = ParseExpression();
        Expect(TokenKind.CloseParenthesis);
        return value;
    }
}
