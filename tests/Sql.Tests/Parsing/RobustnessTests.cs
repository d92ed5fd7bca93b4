using System.Text;
using Granary.Grains.Interfaces.Errors;
using Granary.Sql.Parsing;

namespace Granary.Sql.Tests.Parsing;

/// <summary>
/// Goal: no text makes the parser fail in any way but with an error for the client. Method: real statements with
/// characters deleted, inserted, replaced or cut off (seeded).
/// </summary>
public class RobustnessTests
{
    private const string Characters = "'\"\\$()[];:.,-+*/eExXuU&bn10 \n\tselct_é\ud83d\ude00@#!{}\0";

    [Fact]
    public void Damaged_statements_are_parsed_or_refused()
    {
        const int Seed = 815;
        const int Rounds = 20_000;
        var random = new Random(Seed);
        for (var round = 0; round < Rounds; round++)
        {
            var text = Damage(random, Recordings.Probes[random.Next(Recordings.Probes.Count)].Sql);
            var failure = Record.Exception(() => SqlParser.ParseScript(text));
            Assert.True(failure is null or GranaryException, $"seed {Seed}, round {round}: {text}\n{failure}");
        }
    }

    private static string Damage(Random random, string sql)
    {
        var text = new StringBuilder(sql);
        for (var changes = random.Next(1, 4); changes > 0 && text.Length > 0; changes--)
        {
            var position = random.Next(text.Length);
            var character = Characters[random.Next(Characters.Length)];
            switch (random.Next(4))
            {
                case 0:
                    text.Remove(position, 1);
                    break;
                case 1:
                    text.Insert(position, character);
                    break;
                case 2:
                    text[position] = character;
                    break;
                default:
                    text.Length = position;
                    break;
            }
        }

        return text.ToString();
    }
}
