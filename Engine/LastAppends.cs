using System.Globalization;
using Granary.Grains.Interfaces.Errors;
using Granary.Grains.Interfaces.Ingest;

namespace Granary.Engine;

/// <summary>
/// Each writer's last append, so that a repeat is answered as the first was and stored once. Runs on the table's turn. What is
/// remembered comes back after a fail-over from three places that together hold every stored append: the records of the
/// write-ahead log, and the last commit, which carries <see cref="Write"/>.
/// </summary>
internal sealed class LastAppends(TimeProvider time)
{
    /// <summary>More writers than this at once are as good as none: a gateway has one for each statement that runs.</summary>
    private const int MaxWriters = 4096;

    /// <summary>Longer than anybody goes on repeating.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(5);

    private readonly Dictionary<Guid, Entry> _entries = [];

    /// <summary>Runs an append unless it has run; one that runs now is waited for. One that failed stored nothing, and may run again.</summary>
    public async Task<AppendResult> RunOnceAsync(BatchId id, Func<Task<AppendResult>> append)
    {
        while (_entries.TryGetValue(id.Writer, out var known) && known.Number >= id.Number)
        {
            if (known.Number > id.Number)
                throw new GranaryException(ErrorKind.Invalid, SqlState.ProtocolViolation, "the append is older than the writer's last one");
            if (known.Result is { } result) return result;
            // with ConfigureAwait its failure is the first caller's; this one looks again
            await known.Running!.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }

        var running = append();
        var entry = new Entry(id.Number, running, null, time.GetTimestamp());
        _entries[id.Writer] = entry;
        try
        {
            var result = await running;
            Remember(id, result);
            return result;
        }
        catch
        {
            if (_entries.GetValueOrDefault(id.Writer) == entry) _entries.Remove(id.Writer);
            throw;
        }
    }

    /// <summary>Notes an append that is stored.</summary>
    public void Remember(BatchId id, AppendResult result)
    {
        if (_entries.TryGetValue(id.Writer, out var known) && known.Number > id.Number) return;
        _entries[id.Writer] = new Entry(id.Number, null, result, time.GetTimestamp());
        if (_entries.Count > MaxWriters) Forget();
    }

    /// <summary>What a commit carries; null when there is nothing to remember.</summary>
    public string? Write()
    {
        if (_entries.Count == 0) return null;
        Forget();
        return string.Join(',', _entries.Where(pair => pair.Value.Result is not null).OrderBy(pair => pair.Key).Select(pair =>
            string.Create(CultureInfo.InvariantCulture, $"{pair.Key:N}:{pair.Value.Number}:{pair.Value.Result!.Sequence}:{pair.Value.Result.RowCount}")));
    }

    /// <summary>Notes what a commit carried. What isn't understood is left out.</summary>
    public void Read(string text)
    {
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var fields = part.Split(':');
            if (fields.Length == 4
                && Guid.TryParseExact(fields[0], "N", out var writer)
                && TryRead(fields[1], out var number)
                && TryRead(fields[2], out var sequence)
                && TryRead(fields[3], out var rows))
            {
                Remember(new BatchId(writer, number), new AppendResult(rows, sequence));
            }
        }
    }

    private static bool TryRead(string text, out long value) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private void Forget()
    {
        foreach (var (writer, entry) in _entries)
            if (entry.Running is null && time.GetElapsedTime(entry.LastUsed) > KeptFor) _entries.Remove(writer);
        if (_entries.Count <= MaxWriters) return;
        foreach (var (writer, _) in _entries.Where(pair => pair.Value.Running is null).OrderBy(pair => pair.Value.LastUsed).Take(_entries.Count - (MaxWriters / 2)).ToList())
            _entries.Remove(writer);
    }

    private sealed record Entry(long Number, Task? Running, AppendResult? Result, long LastUsed);
}
