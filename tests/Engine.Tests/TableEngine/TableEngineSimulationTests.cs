using Granary.Grains.Interfaces.Errors;
using Granary.Testing;
using Granary.Testing.Delta;
using Granary.Testing.ObjectStores;

namespace Granary.Engine.Tests.TableEngines;

/// <summary>
/// Goal: promises 1, 3, 4 and 6 under any order of events. Method: from a seed, a schedule of appends (small, large, late,
/// mixed), loads, flushes, store failures (before, or with the answer lost), clean restarts and crashes; after each step the
/// scan must hold every acknowledged row once, of a statement without an answer all rows or none, and nothing else; the
/// Delta table is checked by code that shares nothing with the engine.
/// </summary>
public sealed class TableEngineSimulationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Promise3_each_row_is_there_once_after_each_step(int seed)
    {
        await using var simulation = new Simulation(seed);
        await simulation.RunAsync(steps: 60);
    }

    private sealed class Simulation(int seed) : IAsyncDisposable
    {
        private readonly Random _random = new(seed);
        private readonly TableHarness _table = new();
        private readonly HashSet<long> _acknowledged = [];
        private readonly List<(long First, int Count)> _unanswered = [];
        private readonly List<string> _history = [];
        private long _nextId = 1;

        public async Task RunAsync(int steps)
        {
            _table.Options.Flush.MaxRows = 3000;
            _table.Options.Loads.SegmentRowCount = 700;
            _table.WalOptions.FileBytes = 1 << 17;
            await _table.StartAsync();
            for (var i = 0; i < steps; i++)
            {
                var step = NextStep();
                _history.Add(step.Name);
                await step.Run();
                await CheckAsync();
            }

            _table.Store.Plan = _ => null;
            await _table.RestartAsync();
            await CheckAsync();
            Assert.Empty((await _table.ScanAsync()).Tail);
            CheckDeltaTable();
        }

        public ValueTask DisposeAsync() => _table.DisposeAsync();

        private (string Name, Func<Task> Run) NextStep() => _random.Next(16) switch
        {
            < 5 => ("append", () => AppendAsync(1 + _random.Next(20))),
            5 => ("large append", () => AppendAsync(4096 + _random.Next(3000))),
            6 => ("appends at once", () => Task.WhenAll(Enumerable.Range(0, 10).Select(_ => AppendAsync(3)))),
            7 => ("load", LoadAsync),
            < 11 => ("flush", FlushAsync),
            11 => ("time", () => Task.Run(() => _table.Clock.Advance(TimeSpan.FromMinutes(_random.Next(90))))),
            12 => ("store fails", () => FailAsync(Fault.FailBefore)),
            13 => ("answers lost", () => FailAsync(Fault.LoseAnswer)),
            14 => ("restart", RestartAsync),
            _ => ("crash", CrashAsync),
        };

        private async Task AppendAsync(int rows)
        {
            var (first, batch) = NextRows(rows);
            try
            {
                await _table.AppendAsync(batch);
                Acknowledge(first, rows);
            }
            catch (GranaryException)
            {
                lock (_unanswered) _unanswered.Add((first, rows));
            }
        }

        private async Task LoadAsync()
        {
            var rows = 2000 + _random.Next(2000);
            var (first, batch) = NextRows(rows);
            var load = await _table.OnTurn(() => Task.FromResult(_table.Engine.BeginLoad()));
            try
            {
                await WithClockAsync(_table.OnTurn(() => _table.Engine.StageAsync(load, batch, CancellationToken.None)));
                if (_random.Next(4) == 0)
                {
                    await _table.OnTurn(() => _table.Engine.AbortLoadAsync(load));
                    return;
                }

                await WithClockAsync(_table.OnTurn(() => _table.Engine.CommitLoadAsync(load, CancellationToken.None)));
                Acknowledge(first, rows);
            }
            catch (GranaryException)
            {
                _unanswered.Add((first, rows));
                await _table.OnTurn(() => _table.Engine.AbortLoadAsync(load));
            }
        }

        private (long First, Grains.Interfaces.Columns.ColumnBatch Batch) NextRows(int rows)
        {
            var (first, days) = (_nextId, _random.Next(3));
            _nextId += rows;
            return (first, TestRows.Batch(first, rows, _table.Clock.GetUtcNow(), days switch { 0 => null, 1 => id => (int)(id % 6), _ => _ => 5 }));
        }

        private void Acknowledge(long first, int rows)
        {
            // appends at once are answered on several threads
            lock (_acknowledged)
                for (var id = first; id < first + rows; id++) _acknowledged.Add(id);
        }

        private async Task FlushAsync()
        {
            try
            {
                await WithClockAsync(_table.FlushAsync());
            }
            catch (GranaryException)
            {
                // the store fails just now; rows must be where they were
            }
        }

        private Task FailAsync(Fault fault)
        {
            // some of the next writes fail, then the store is well again
            var (random, left) = (new Random(_random.Next()), 1 + _random.Next(6));
            _table.Store.Plan = call =>
            {
                lock (random)
                {
                    if (!call.IsWrite || left == 0 || random.Next(2) == 0) return null;
                    left--;
                    return fault;
                }
            };
            return Task.CompletedTask;
        }

        private async Task RestartAsync()
        {
            await WithClockAsync(_table.OnTurn(() => _table.Engine.DeactivateAsync(CancellationToken.None)));
            await _table.CrashAsync();
            await _table.StartAsync();
        }

        private async Task CrashAsync()
        {
            await _table.CrashAsync();
            await _table.StartAsync();
        }

        private Task WithClockAsync(Task task) => WithClockAsync<bool>(Done(task));

        private async Task<T> WithClockAsync<T>(Task<T> task)
        {
            while (!task.IsCompleted)
            {
                await Task.WhenAny(task, Task.Delay(2));
                if (!task.IsCompleted) _table.Clock.Advance(TimeSpan.FromMilliseconds(200));
            }

            return await task;
        }

        private static async Task<bool> Done(Task task)
        {
            await task;
            return true;
        }

        private async Task CheckAsync()
        {
            var ids = await _table.IdsAsync();
            var context = $"seed {seed}, after {string.Join(", ", _history)}";
            var seen = new HashSet<long>();
            foreach (var id in ids) Assert.True(seen.Add(id), $"row {id} is there twice: {context}");
            foreach (var id in _acknowledged) Assert.True(seen.Remove(id), $"acknowledged row {id} is lost: {context}");
            foreach (var (first, count) in _unanswered)
            {
                var found = Enumerable.Range(0, count).Count(i => seen.Remove(first + i));
                Assert.True(found == 0 || found == count, $"{found} of {count} rows of a statement from {first} on are there: {context}");
            }

            Assert.True(seen.Count == 0, $"rows that nobody wrote: {context}");
        }

        private void CheckDeltaTable()
        {
            using var duckDb = new BareDuckDb();
            foreach (var table in DeltaTableCheck.Tables(_table.StoreDirectory)) DeltaTableCheck.Run(duckDb, table);
        }
    }
}
