using Granary.Grains.Interfaces.Errors;
using Granary.Sql.Parsing;

namespace Granary.Sql.Tests.Parsing;

/// <summary>
/// Goal: our grammar takes what PostgreSQL 15's takes, and refuses the rest in the same words at the same place.
/// Method: compare with answers recorded from PostgreSQL 15.18 (Parse messages; errors of its lexer and grammar files).
/// </summary>
public class AgreementTests
{
    [Fact]
    public void Statements_that_clients_send_and_PostgreSQL_runs_parse()
    {
        var refused = Recordings.Clients.Where(r => r.Accepted).Select(r => (r.Sql, Error: ErrorOf(r.Sql))).Where(r => r.Error is not null);

        Assert.Empty(refused.Select(r => $"{r.Error!.Message}: {r.Sql}"));
    }

    [Fact]
    public void Probes_are_accepted_or_refused_as_PostgreSQL_does()
    {
        var different = Recordings.Probes.Where(r => ErrorOf(r.Sql)?.SqlState != r.SqlState);

        Assert.Empty(different.Select(r => $"{r.SqlState ?? "accepted"} in PostgreSQL, {ErrorOf(r.Sql)?.Message ?? "accepted"} here: {r.Sql}"));
    }

    [Fact]
    public void Refusals_have_the_words_and_the_position_of_PostgreSQL()
    {
        var different = Recordings.Probes.Where(r => r.Message is not null)
            .Where(r => ErrorOf(r.Sql) is not { } error || error.Message != r.Message || error.Position + 1 != r.Position);

        Assert.Empty(different.Select(r => $"{r.Message} at {r.Position}: {r.Sql}"));
    }

    [Fact]
    public void The_recordings_hold_both_answers()
    {
        Assert.True(Recordings.Clients.Count > 600);
        Assert.True(Recordings.Probes.Count(r => r.SqlState is null) > 200);
        Assert.True(Recordings.Probes.Count(r => r.Message is not null) > 400);
    }

    private static GranaryException? ErrorOf(string sql)
    {
        try
        {
            SqlParser.ParseScript(sql);
            return null;
        }
        catch (GranaryException error)
        {
            return error;
        }
    }
}
