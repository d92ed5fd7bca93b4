using Granary.Testing;
using Granary.Testing.Processes;

namespace Granary.CrashSuite;

/// <summary>
/// Goal: no crash loses, doubles or halves what was acknowledged. Method: eight writers load the real process; at a random
/// moment it is killed with -9 and started again; then (1) every acknowledged row is there once and no statement is half
/// there, by a query; (2) the Delta tables pass an independent check; (3) at the end, after an orderly stop, the segments
/// alone hold exactly the acknowledged rows. In some rounds it is killed while it starts. With an S3 store, parts of that are
/// stopped or killed as well, and come back before the kill or after it. The last line is the verdict with the seed.
/// </summary>
internal sealed class CrashRun(CrashOptions options)
{
    private const int Writers = 8;
    private readonly Ledger _ledger = new();
    private readonly Random _random = new(options.Seed);
    private int _storeFaults;

    public async Task<int> RunAsync()
    {
        Console.WriteLine($"crash: {options.Kills} kills over {(options.OnS3 ? "s3" : "directory")}, seed {options.Seed}");
        using var directory = new TemporaryDirectory();
        await using var store = options.OnS3 ? await S3Store.StartAsync(directory["s3"]) : null;
        var clock = System.Diagnostics.Stopwatch.StartNew();
        try
        {
            await KillAndCheckAsync(directory["data"], store);
        }
        catch (Exception e)
        {
            Console.WriteLine(e);
            if (options.Keep) Directory.Move(directory.Path, $"{directory.Path}-kept");
            Console.WriteLine($"crash: FAILED after {clock.Elapsed.TotalSeconds:0} s, seed {options.Seed}: {e.Message.Split('\n')[0]}");
            return 1;
        }

        Console.WriteLine(
            $"crash: PASSED, {options.Kills} kills, {_storeFaults} store faults, {_ledger.Count} statement parts, {_ledger.AcknowledgedRows} rows acknowledged, "
            + $"{_ledger.ToldRefused} parts refused, {_ledger.ToldUnknown} told unknown, 0 violations, {clock.Elapsed.TotalSeconds:0} s, seed {options.Seed}");
        return 0;
    }

    private async Task KillAndCheckAsync(string data, S3Store? store)
    {
        var writers = Enumerable.Range(0, Writers).Select(number => new Writer(number, _ledger, new Random(_random.Next()))).ToList();
        var granary = await GranaryProcess.StartAsync(Settings(data, store));
        try
        {
            for (var kill = 1; kill <= options.Kills; kill++)
            {
                await LoadUntilKilledAsync(granary, writers, store);
                await granary.DisposeAsync();
                if (_random.Next(5) == 0) await KillWhileStartingAsync(data, store);
                granary = await GranaryProcess.StartAsync(Settings(data, store));
                var found = await Reader.ThroughGranaryAsync(ConnectionString(granary));
                _ledger.Compare(found, $"after kill {kill}");
                _ledger.Settle(found);
                if (kill % 5 == 0) await CheckStoreAsync(data, store);
                Console.WriteLine($"crash: kill {kill}: {_ledger.Count} statement parts, {_ledger.CountOf(Outcome.Acknowledged)} acknowledged, all as promised");
            }

            if (await granary.TerminateAsync() != 0) throw new InvalidOperationException($"an orderly stop ended with {granary.StandardError}");
        }
        finally
        {
            await granary.DisposeAsync();
        }

        _ledger.Compare(await ReadStoreAsync(data, store), "in the segments, after an orderly stop");
    }

    private async Task KillWhileStartingAsync(string data, S3Store? store)
    {
        await using var granary = GranaryProcess.Launch(Settings(data, store));
        await Task.Delay(_random.Next(2_000));
        await granary.KillAsync();
    }

    private async Task LoadUntilKilledAsync(GranaryProcess granary, List<Writer> writers, S3Store? store)
    {
        using var stop = new CancellationTokenSource();
        var load = writers.Select(writer => Task.Run(() => writer.RunAsync(ConnectionString(granary), stop.Token))).ToList();
        var failed = Task.WhenAny(load.Select(FailureOf));
        if (store is not null && _random.Next(2) == 0) await SufferAsync(store, failed);
        await LoadForAsync(200 + _random.Next(3_500), failed);
        await granary.KillAsync();
        await stop.CancelAsync();
        await Task.WhenAll(load);
        if (store is not null) await store.HealAsync();
    }

    /// <summary>Something happens to the store while flushes and loads run; in every other case the program lives to see it heal.</summary>
    private async Task SufferAsync(S3Store store, Task<Task> failed)
    {
        _storeFaults++;
        await LoadForAsync(_random.Next(1_500), failed);
        await store.FaultAsync(_random);
        if (_random.Next(2) == 0) return;
        await LoadForAsync(_random.Next(3_000), failed);
        await store.HealAsync();
    }

    private static async Task LoadForAsync(int milliseconds, Task<Task> failed)
    {
        if (await Task.WhenAny(Task.Delay(milliseconds), failed) == failed) await await failed;
    }

    /// <summary>Never completes for a writer that ends in peace.</summary>
    private static async Task FailureOf(Task writer)
    {
        await writer;
        await Task.Delay(Timeout.Infinite);
    }

    private async Task CheckStoreAsync(string data, S3Store? store)
    {
        // the engine runs and may commit meanwhile: what is live in the log must be whole at any time
        _ledger.CompareNothingForeign(await ReadStoreAsync(data, store));
    }

    private static async Task<List<FoundRows>> ReadStoreAsync(string data, S3Store? store) =>
        Reader.PastGranary(store is null ? data : await store.DownloadAsync());

    private static string ConnectionString(GranaryProcess granary) =>
        granary.ConnectionString + ";Pooling=false;Timeout=30;Command Timeout=60;Server Compatibility Mode=NoTypeLoading;Include Error Detail=true";

    private static GranaryProcessOptions Settings(string data, S3Store? store)
    {
        var environment = new Dictionary<string, string>
        {
            ["GRANARY_FLUSH_INTERVAL_MS"] = "1500",
            ["GRANARY_LATE_FLUSH_INTERVAL_MS"] = "3000",
        };
        foreach (var (name, value) in store?.Environment ?? new Dictionary<string, string>()) environment[name] = value;
        return new GranaryProcessOptions { DataDirectory = data, Environment = environment };
    }
}
