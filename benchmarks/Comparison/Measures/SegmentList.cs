using System.Text.Json;

namespace Granary.Comparison.Measures;

/// <summary>The live segments of a directory store, read from the Delta logs by code of the benchmark's own.</summary>
internal sealed class SegmentList
{
    private readonly List<Segment> _segments = [];

    public SegmentList(string dataDirectory)
    {
        foreach (var log in Directory.EnumerateDirectories(dataDirectory, "_delta_log", SearchOption.AllDirectories))
        {
            var table = Path.GetDirectoryName(log)!;
            if (Path.GetFileName(table) == "otel_logs_and_spans") ReadLog(table, log);
        }
    }

    public long Bytes => _segments.Sum(segment => new FileInfo(segment.Path).Length);

    public int Count => _segments.Count;

    /// <summary>`read_parquet([…])` over the segments that a project and a time range leave, as a catalogue would prune them.</summary>
    public string Source(string? project, DateTime? from, DateTime? to)
    {
        var wanted = _segments
            .Where(segment => project is null || segment.Project == project)
            .Where(segment => from is null || (segment.Max >= from && segment.Min < to))
            .OrderByDescending(segment => segment.Max);
        return $"read_parquet([{string.Join(", ", wanted.Select(segment => $"'{segment.Path}'"))}])";
    }

    private void ReadLog(string table, string log)
    {
        var project = Path.GetFileName(Path.GetDirectoryName(table))!;
        var live = new Dictionary<string, Segment>();
        foreach (var commit in Directory.EnumerateFiles(log, "*.json").Where(file => char.IsDigit(Path.GetFileName(file)[0])).Order(StringComparer.Ordinal))
            foreach (var line in File.ReadLines(commit).Where(line => line.Length > 0))
            {
                using var action = JsonDocument.Parse(line);
                if (action.RootElement.TryGetProperty("remove", out var removed)) live.Remove(removed.GetProperty("path").GetString()!);
                if (!action.RootElement.TryGetProperty("add", out var added)) continue;
                var path = added.GetProperty("path").GetString()!;
                using var stats = JsonDocument.Parse(added.GetProperty("stats").GetString()!);
                live[path] = new Segment(project, Path.Combine(table, Uri.UnescapeDataString(path)), Time(stats, "minValues"), Time(stats, "maxValues"));
            }

        _segments.AddRange(live.Values);
    }

    private static DateTime Time(JsonDocument stats, string which) =>
        stats.RootElement.GetProperty(which).GetProperty("timestamp").GetDateTime().ToUniversalTime();

    private sealed record Segment(string Project, string Path, DateTime Min, DateTime Max);
}
