using System.Globalization;
using System.Text.Json;

namespace Granary.Testing.Delta;

/// <summary>
/// Checks a Delta table as a stranger would: replays the log from its checkpoint and JSON commits (Delta protocol,
/// reader version 1), opens each live file with DuckDB, and compares rows and statistics. Shares no code with the engine.
/// </summary>
public sealed class DeltaTableCheck
{
    private readonly BareDuckDb _duckDb;
    private readonly string _table;
    private readonly Dictionary<string, JsonElement> _live = [];

    private DeltaTableCheck(BareDuckDb duckDb, string table)
    {
        _duckDb = duckDb;
        _table = table;
    }

    /// <summary>The table's directory, which holds `_delta_log`.</summary>
    public string Table => _table;

    /// <summary>The version that the log ends with.</summary>
    public long Version { get; private set; } = -1;

    /// <summary>The live files' full paths.</summary>
    public IReadOnlyList<string> Files => [.. _live.Keys.Select(FullPath)];

    /// <summary>Rows of all live files.</summary>
    public long RowCount { get; private set; }

    /// <summary>The tables below a directory.</summary>
    public static IEnumerable<string> Tables(string root) =>
        Directory.EnumerateDirectories(root, "_delta_log", SearchOption.AllDirectories).Select(log => Path.GetDirectoryName(log)!).Order(StringComparer.Ordinal);

    /// <summary>Checks one table; throws with a sentence at the first thing that is wrong.</summary>
    public static DeltaTableCheck Run(BareDuckDb duckDb, string table)
    {
        ArgumentNullException.ThrowIfNull(duckDb);
        var check = new DeltaTableCheck(duckDb, table);
        check.Replay(fromCheckpoint: false);
        check.CompareWithCheckpoint();
        check.OpenFiles();
        return check;
    }

    private string Log => Path.Combine(_table, "_delta_log");

    private void Replay(bool fromCheckpoint)
    {
        var commits = Directory.EnumerateFiles(Log, "*.json")
            .Where(file => char.IsAsciiDigit(Path.GetFileName(file)[0]))
            .ToDictionary(file => long.Parse(Path.GetFileNameWithoutExtension(file), CultureInfo.InvariantCulture));
        if (commits.Count == 0) throw Wrong("the log holds no commit");
        var first = commits.Keys.Min();
        if (first > 0 && !fromCheckpoint) LoadCheckpoint(Checkpoints().First(version => version >= first - 1));
        foreach (var version in commits.Keys.Where(version => version > Version).Order())
        {
            if (Version >= 0 && version != Version + 1) throw Wrong($"version {Version} is followed by {version}");
            Apply(version, File.ReadAllLines(commits[version]));
            Version = version;
        }
    }

    private void Apply(long version, string[] lines)
    {
        var infos = 0;
        foreach (var line in lines.Where(line => line.Length > 0))
        {
            JsonElement action;
            try
            {
                action = JsonDocument.Parse(line).RootElement;
            }
            catch (JsonException e)
            {
                throw Wrong($"version {version} holds a broken line: {e.Message}");
            }

            if (action.TryGetProperty("protocol", out var protocol) && protocol.GetProperty("minReaderVersion").GetInt32() != 1)
                throw Wrong("a reader of version 1 can't read it");
            if (action.TryGetProperty("commitInfo", out _)) infos++;
            if (action.TryGetProperty("remove", out var remove)) _live.Remove(remove.GetProperty("path").GetString()!);
            if (action.TryGetProperty("add", out var add) && !_live.TryAdd(add.GetProperty("path").GetString()!, add))
                throw Wrong($"version {version} adds a file twice: {add.GetProperty("path")}");
        }

        if (version == 0 && !lines.Any(line => line.Contains("\"metaData\"", StringComparison.Ordinal))) throw Wrong("version 0 has no metaData");
        if (infos > 1) throw Wrong($"version {version} has {infos} commitInfos");
    }

    private void CompareWithCheckpoint()
    {
        foreach (var version in Checkpoints().Where(version => version <= Version))
        {
            var other = new DeltaTableCheck(_duckDb, _table);
            other.LoadCheckpoint(version);
            other.Replay(fromCheckpoint: true);
            var missing = _live.Keys.Except(other._live.Keys).Concat(other._live.Keys.Except(_live.Keys)).ToList();
            if (missing.Count > 0) throw Wrong($"checkpoint {version} differs from the JSON log at {missing[0]} and {missing.Count - 1} more");
        }
    }

    private IEnumerable<long> Checkpoints() => Directory.EnumerateFiles(Log, "*.checkpoint.parquet")
        .Select(file => long.Parse(Path.GetFileName(file)[..20], CultureInfo.InvariantCulture)).OrderDescending();

    private void LoadCheckpoint(long version)
    {
        var file = Path.Combine(Log, $"{version:D20}.checkpoint.parquet");
        foreach (var row in _duckDb.Query($"SELECT \"add\".path, \"add\".size, \"add\".stats FROM read_parquet('{file}') WHERE \"add\".path IS NOT NULL"))
        {
            var fields = row.Split('\t');
            using var add = JsonDocument.Parse(JsonSerializer.Serialize(new { path = fields[0], size = long.Parse(fields[1], CultureInfo.InvariantCulture), stats = fields[2] }));
            _live[fields[0]] = add.RootElement.Clone();
        }

        Version = version;
    }

    private void OpenFiles()
    {
        foreach (var (path, add) in _live)
        {
            var file = FullPath(path);
            if (!File.Exists(file)) throw Wrong($"the live file {path} is missing");
            if (new FileInfo(file).Length != add.GetProperty("size").GetInt64()) throw Wrong($"{path} is not of the size that the log says");
            using var stats = JsonDocument.Parse(add.GetProperty("stats").GetString()!);
            var records = stats.RootElement.GetProperty("numRecords").GetInt64();
            var found = _duckDb.Scalar($"SELECT count(*), epoch_us(min(timestamp)), epoch_us(max(timestamp)), count(DISTINCT date), min(date) FROM read_parquet('{file}')").Split('\t');
            if (long.Parse(found[0], CultureInfo.InvariantCulture) != records) throw Wrong($"{path} holds {found[0]} rows, the log says {records}");
            if (found[3] != "1") throw Wrong($"{path} holds {found[3]} dates");
            if (!path.Contains($"date={found[4]}", StringComparison.Ordinal)) throw Wrong($"{path} holds rows of {found[4]}");
            Bound(path, stats, "minValues", long.Parse(found[1], CultureInfo.InvariantCulture), (stat, actual) => stat <= actual);
            Bound(path, stats, "maxValues", long.Parse(found[2], CultureInfo.InvariantCulture), (stat, actual) => stat >= actual);
            RowCount += records;
        }
    }

    private void Bound(string path, JsonDocument stats, string which, long actual, Func<long, long, bool> holds)
    {
        var text = stats.RootElement.GetProperty(which).GetProperty("timestamp").GetString()!;
        var stat = (DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) - DateTimeOffset.UnixEpoch).Ticks / 10;
        if (!holds(stat, actual)) throw Wrong($"{path}: {which} of timestamp is {text}, the file disagrees");
    }

    private string FullPath(string path) => Path.Combine(_table, Uri.UnescapeDataString(path));

    private InvalidOperationException Wrong(string what) => new($"The Delta table {_table}: {what}.");
}
