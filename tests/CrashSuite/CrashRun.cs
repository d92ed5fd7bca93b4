using Granary.Testing;
using Granary.Testing.Processes;

namespace Granary.CrashSuite;

/// <summary>
/// Goal: no crash loses, doubles or halves what was acknowledged. Method: eight writers load the real process; at a random
/// moment it is killed with -9 and started again; then (1) every acknowledged row is there once and no statement is half
/// there, by a query; (2) the Delta tables pass an independent check; (3) at the end, after an orderly stop, the segments
/// alone hold exactly the acknowledged rows. With an S3 store, its gateway is stopped or killed in some rounds as well.
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
            Console.WriteLine($"crash: FAILED with seed {options.Seed}: {e.Message}");
            Console.WriteLine(e);
            if (options.Keep) Directory.Move(directory.Path, $"{directory.Path}-kept");
            return 1;
        }

        Console.WriteLine($"crash: {options.Kills} kills, {_storeFaults} store faults, {_ledger.Count} statement parts, {_ledger.AcknowledgedRows} rows acknowledged, 0 violations, {clock.Elapsed.TotalSeconds:0} s, seed {options.Seed}");
        return 0;
    }

    private async Task KillAndCheckAsync(string data, S3Store? store)
    {
        var writers = Enumerable.Range(0, Writers).Select(number => new Writer(number, _ledger, new Random(_random.Next()))).ToList();
        var granary = await GranaryProcess.StartAsync(Settings(data, store));
        for (var kill = 1; kill <= options.Kills; kill++)
        {
            await LoadUntilKilledAsync(granary, writers, store);
            await granary.DisposeAsync();
            granary = await GranaryProcess.StartAsync(Settings(data, store));
            var found = await Reader.ThroughGranaryAsync(ConnectionString(granary));
            _ledger.Compare(found, $"after kill {kill}");
            _ledger.Settle(found);
            if (kill % 5 == 0) await CheckStoreAsync(data, store);
            Console.WriteLine($"crash: kill {kill}: {_ledger.Count} statement parts, {_ledger.CountOf(Outcome.Acknowledged)} acknowledged, all as promised");
        }

        if (await granary.TerminateAsync() != 0) throw new InvalidOperationException($"an orderly stop ended with {granary.StandardError}");
        await granary.DisposeAsync();
        _ledger.Compare(await ReadStoreAsync(data, store), "in the segments, after an orderly stop");
    }

    private async Task LoadUntilKilledAsync(GranaryProcess granary, List<Writer> writers, S3Store? store)
    {
        using var stop = new CancellationTokenSource();
        var load = writers.Select(writer => Task.Run(() => writer.RunAsync(ConnectionString(granary), stop.Token))).ToList();
        var failed = Task.WhenAny(load.Select(FailureOf));
        var moment = Task.Delay(200 + _random.Next(3_500));
        if (store is not null && _random.Next(3) == 0)
        {
            _storeFaults++;
            await store.FaultAsync(_random);
        }

        if (await Task.WhenAny(moment, failed) == failed) await await failed;
        await granary.KillAsync();
        await stop.CancelAsync();
        await Task.WhenAll(load);
        if (store is not null) await store.HealAsync();
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
