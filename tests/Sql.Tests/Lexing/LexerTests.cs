using Granary.Grains.Interfaces.Errors;
using Granary.Sql.Lexing;

namespace Granary.Sql.Tests.Lexing;

public class LexerTests
{
    [Theory]
    [InlineData("a=-1", "a = - 1")]
    [InlineData("a@-1", "a @- 1")]
    [InlineData("a<-1", "a < - 1")]
    [InlineData("a!=-1", "a !=- 1")]
    [InlineData("a*/*c*/b", "a * b")]
    [InlineData("a@--b", "a @")]
    [InlineData("1..2", "1 .. 2")]
    [InlineData("1.e5.5", "1.e5 .5")]
    [InlineData("a::b:=c=>d", "a :: b := c => d")]
    [InlineData("a->>'b'#>>'{c}'?|d", "a ->> 'b' #>> '{c}' ?| d")]
    [InlineData("$1$$a$$", "$1 $$a$$")]
    [InlineData("/* a /* b */ c */ x -- y", "x")]
    [InlineData("$a$ $b$ $a$", "$a$ $b$ $a$")]
    [InlineData("'a''b' E'c\\'d'", "'a''b' E'c\\'d'")]
    [InlineData("été$1", "été$1")]
    public void Text_splits_as_in_PostgreSQL(string text, string tokens) => Assert.Equal(tokens, string.Join(' ', Split(text)));

    private static List<string> Split(string text)
    {
        var tokens = new List<string>();
        var lexer = new Lexer(text);
        for (var token = lexer.Next(); token.Kind != TokenKind.End; token = lexer.Next())
            tokens.Add(token.RawText(text).ToString());
        Assert.Null(lexer.Error);
        return tokens;
    }

    [Theory]
    [InlineData("'a''b'", "a'b")]
    [InlineData("'a'\n  'b'", "ab")]
    [InlineData("'a' -- c\n -- d\n 'b'", "ab")]
    [InlineData("E'\\n\\t\\101\\x41\\u0041\\U0001F600\\\\\\q'", "\n\tAAA😀\\q")]
    [InlineData("E'\\xc3\\xa9'", "é")]
    [InlineData("E'\\ud83d\\ude00'", "😀")]
    [InlineData("U&'\\0041\\+01F600\\\\'", "A😀\\")]
    [InlineData("$x$a'b$$c$x$", "a'b$$c")]
    [InlineData("''", "")]
    public void Strings_have_their_value(string text, string value)
    {
        var tokens = new TokenList(text);

        Assert.Equal(2, tokens.Count);
        Assert.Equal(value, TokenText.String(text, tokens[0]));
    }

    [Theory]
    [InlineData("FooÄ", "fooÄ")]
    [InlineData("\"Foo\"\"B\"", "Foo\"B")]
    [InlineData("U&\"d\\0061t\\+000061\"", "data")]
    [InlineData("U&\"d!0061t!+000061\" uescape '!'", "data")]
    [InlineData("ABSOLUTE", "absolute")]
    public void Names_have_their_value(string text, string value)
        => Assert.Equal(value, TokenText.Name(text, new TokenList(text)[0]));

    [Fact]
    public void Names_are_cut_to_63_bytes_between_characters()
    {
        var ascii = new string('a', 70);
        var wide = new string('a', 62) + "é";

        Assert.Equal(63, TokenText.Name(ascii, new TokenList(ascii)[0]).Length);
        Assert.Equal(new string('a', 62), TokenText.Name(wide, new TokenList(wide)[0]));
    }

    [Theory]
    [InlineData("E'\\xff'", SqlState.CharacterNotInRepertoire)]
    [InlineData("E'\\000'", SqlState.CharacterNotInRepertoire)]
    [InlineData("E'\\u12'", SqlState.InvalidEscapeSequence)]
    [InlineData("E'\\ud83d'", SqlState.SyntaxError)]
    [InlineData("U&'\\d83dx'", SqlState.SyntaxError)]
    [InlineData("U&'\\00'", SqlState.SyntaxError)]
    public void Bad_escapes_are_refused(string text, string sqlState)
        => Assert.Equal(sqlState, Assert.Throws<GranaryException>(() => TokenText.String(text, new TokenList(text)[0])).SqlState);
}
