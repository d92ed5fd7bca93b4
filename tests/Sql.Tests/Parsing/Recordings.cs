using System.Text.Json;

namespace Granary.Sql.Tests.Parsing;

/// <summary>A statement and what PostgreSQL 15.18 said about it.</summary>
/// <param name="Sql">The text.</param>
/// <param name="Accepted">For a client's statement: whether it ran without an error.</param>
/// <param name="SqlState">For a probe: the code with which PostgreSQL's grammar refused it; null if it did not.</param>
/// <param name="Message">The message, where ours has to be the same.</param>
/// <param name="Position">The 1-based position of the message, 0 for none.</param>
public sealed record Recording(string Sql, bool Accepted, string? SqlState, string? Message, int Position);

/// <summary>Reads the data files of this folder.</summary>
internal static class Recordings
{
    /// <summary>Statements that real clients sent to a PostgreSQL 15.</summary>
    public static IReadOnlyList<Recording> Clients { get; } = Read("client-statements.jsonl");

    /// <summary>Hand-written probes, and client statements with a token deleted, doubled, swapped or replaced at random.</summary>
    public static IReadOnlyList<Recording> Probes { get; } = Read("agreement.jsonl");

    private static Recording[] Read(string name)
    {
        using var reader = new StreamReader(typeof(Recordings).Assembly.GetManifestResourceStream(name)!);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize<Recording>(line, JsonSerializerOptions.Web)!)];
    }
}
