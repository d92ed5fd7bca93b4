using Granary.Sql.Lexing;

namespace Granary.Sql.Tests.Lexing;

public class KeywordTableTests
{
    [Fact]
    public void Keywords_are_those_of_PostgreSQL_15()
    {
        using var reader = new StreamReader(typeof(KeywordTableTests).Assembly.GetManifestResourceStream("keywords.txt")!);
        var expected = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);

        var actual = Enum.GetValues<Keyword>().Where(k => k != Keyword.None)
            .Select(k => $"{KeywordTable.Word(k)}|{Letter(KeywordTable.Category(k))}|{(KeywordTable.IsBareLabel(k) ? 't' : 'f')}")
            .Order(StringComparer.Ordinal);

        Assert.Equal(expected.Order(StringComparer.Ordinal), actual);
    }

    private static char Letter(KeywordCategory category) => category switch
    {
        KeywordCategory.Unreserved => 'U',
        KeywordCategory.ColumnName => 'C',
        KeywordCategory.TypeFunctionName => 'T',
        _ => 'R',
    };

    [Fact]
    public void Each_name_stands_for_its_word()
    {
        foreach (var keyword in Enum.GetValues<Keyword>().Where(k => k is not (Keyword.None or Keyword.NoneWord)))
        {
            Assert.Equal(keyword.ToString().ToLowerInvariant(), KeywordTable.Word(keyword).Replace("_", "", StringComparison.Ordinal));
            Assert.Equal(keyword, KeywordTable.Find(KeywordTable.Word(keyword).ToUpperInvariant()));
        }
    }

    [Theory]
    [InlineData("selec")]
    [InlineData("date")]
    [InlineData("ſelect")]
    [InlineData("current_timestamp_of_all")]
    public void Other_words_are_none(string word) => Assert.Equal(Keyword.None, KeywordTable.Find(word));
}
