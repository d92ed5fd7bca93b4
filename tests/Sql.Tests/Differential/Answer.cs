using System.Text.Json;

namespace Granary.Sql.Tests.Differential;

/// <summary>What PostgreSQL answered to a probe: an error, or columns and rows as text.</summary>
internal sealed record Answer(string Sql, string? State, string? Message, IReadOnlyList<(string Name, uint Oid, int Typmod)> Columns, IReadOnlyList<string?[]> Rows)
{
    public int? Position { get; init; }

    public static IEnumerable<Answer> ReadAll(string file)
    {
        using var resource = typeof(Answer).Assembly.GetManifestResourceStream(file)!;
        using var reader = new StreamReader(resource);
        while (reader.ReadLine() is { } line) yield return Parse(line);
    }

    /// <summary>In what another answer to the statement differs; null when it doesn't.</summary>
    public string? Difference(Answer actual)
    {
        if (State != actual.State) return $"state {State} ({Message}) but {actual.State} ({actual.Message})";
        if (State is not null && Position is not null && actual.Position is not null && Position != actual.Position)
            return $"position {Position} but {actual.Position}: {actual.Message}";
        if (!Columns.SequenceEqual(actual.Columns))
            return $"columns {string.Join(' ', Columns)} but {string.Join(' ', actual.Columns)}";
        var (left, right) = (Text(), actual.Text());
        return left == right ? null : $"rows\n     {left}\n     {right}";
    }

    private string Text() => string.Join(" / ", Rows.Select(r => string.Join(" | ", r.Select(v => v ?? "NULL"))));

    private static Answer Parse(string line)
    {
        using var document = JsonDocument.Parse(line);
        var root = document.RootElement;
        var sql = root.GetProperty("sql").GetString()!;
        if (root.TryGetProperty("state", out var state))
            return new Answer(sql, state.GetString(), root.GetProperty("message").GetString(), [], [])
            {
                Position = root.TryGetProperty("position", out var position) ? position.GetInt32() : null,
            };
        return new Answer(sql, null, null,
            [.. root.GetProperty("columns").EnumerateArray().Select(c => (c[0].GetString()!, c[1].GetUInt32(), c[2].GetInt32()))],
            [.. root.GetProperty("rows").EnumerateArray().Select(r => r.EnumerateArray().Select(v => v.GetString()).ToArray())]);
    }
}
