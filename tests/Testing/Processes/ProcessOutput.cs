using System.Text;

namespace Granary.Testing.Processes;

/// <summary>Collects what a process writes and lets tests await a line.</summary>
internal sealed class ProcessOutput
{
    private readonly Lock _lock = new();
    private readonly StringBuilder _text = new();
    private readonly List<string> _lines = [];
    private readonly List<Waiter> _waiters = [];
    private bool _ended;

    /// <summary>Everything so far.</summary>
    public string Text
    {
        get
        {
            lock (_lock) return _text.ToString();
        }
    }

    /// <summary>Takes a line, or null for the end of the stream.</summary>
    public void Add(string? line)
    {
        List<Action> completions;
        lock (_lock)
        {
            if (line is null) _ended = true;
            else
            {
                _lines.Add(line);
                _text.AppendLine(line);
            }
            completions = [.. _waiters.Where(waiter => line is null || waiter.Wanted(line)).Select<Waiter, Action>(waiter => () => waiter.Found.TrySetResult(line))];
            _waiters.RemoveAll(waiter => line is null || waiter.Wanted(line));
        }
        foreach (var complete in completions) complete();
    }

    /// <summary>The first line, past or future, that is wanted; null when the stream ends without one.</summary>
    public Task<string?> LineAsync(Predicate<string> wanted)
    {
        lock (_lock)
        {
            if (_lines.Find(wanted) is { } line) return Task.FromResult<string?>(line);
            if (_ended) return Task.FromResult<string?>(null);
            var waiter = new Waiter(wanted, new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously));
            _waiters.Add(waiter);
            return waiter.Found.Task;
        }
    }

    private sealed record Waiter(Predicate<string> Wanted, TaskCompletionSource<string?> Found);
}
