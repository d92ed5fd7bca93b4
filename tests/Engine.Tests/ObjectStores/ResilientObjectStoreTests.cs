using Granary.Engine.ObjectStores;
using Granary.Grains.Interfaces.Errors;
using Granary.Testing.ObjectStores;

namespace Granary.Engine.Tests.ObjectStores;

public sealed class ResilientObjectStoreTests
{
    private readonly InMemoryObjectStore _inner = new(TimeProvider.System);
    private readonly FailingObjectStore _failing;
    private readonly ObjectStoreOptions _options = new() { RetryDelay = TimeSpan.FromMilliseconds(1), MaxAttempts = 4 };

    public ResilientObjectStoreTests() => _failing = new FailingObjectStore(_inner);

    private ResilientObjectStore Store => new(_failing, _options, TimeProvider.System, new Random(1));

    [Fact]
    public async Task A_passing_failure_is_repeated_until_it_passes()
    {
        _failing.Plan = call => call.Number < 3 ? Fault.FailBefore : null;
        await Store.PutAsync("k", ObjectBody.FromMemory(new byte[3]), default);
        Assert.Equal(4, _failing.Calls.Count);
        Assert.NotNull(await _inner.TryGetAsync("k", default));
    }

    [Fact]
    public async Task Tries_are_bounded_and_the_last_failure_comes_out()
    {
        _failing.Plan = _ => Fault.FailBefore;
        var exception = await Assert.ThrowsAsync<GranaryException>(() => Store.TryGetAsync("k", default));
        Assert.Equal(ErrorKind.Unavailable, exception.Kind);
        Assert.Equal(4, _failing.Calls.Count);
    }

    [Theory]
    [InlineData(ErrorKind.Invalid)]
    [InlineData(ErrorKind.NotFound)]
    [InlineData(ErrorKind.Unauthorized)]
    [InlineData(ErrorKind.Exhausted)]
    public async Task What_will_not_pass_is_not_repeated(ErrorKind kind)
    {
        _failing.Plan = _ => Fault.Throw(new GranaryException(kind, "no"));
        await Assert.ThrowsAsync<GranaryException>(() => Store.TryGetAsync("k", default));
        Assert.Single(_failing.Calls);
    }

    [Fact]
    public async Task A_conditional_put_is_never_repeated()
    {
        _failing.Plan = _ => Fault.LoseAnswer;
        Assert.IsType<PutIfAbsentResult.Unknown>(await Store.PutIfAbsentAsync("k", new byte[1], default));
        Assert.Single(_failing.Calls);
    }

    [Fact]
    public async Task All_tries_together_end_within_the_total_time()
    {
        _options.DataTotalTimeout = TimeSpan.FromMilliseconds(100);
        _options.RetryDelay = _options.MaxRetryDelay = TimeSpan.FromMinutes(1);
        _failing.Plan = _ => Fault.FailBefore;
        var exception = await Assert.ThrowsAsync<GranaryException>(() => Store.TryGetAsync("k", default));
        Assert.Equal(ErrorKind.Unavailable, exception.Kind);
        Assert.Contains("all tries together", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_listing_that_breaks_goes_on_behind_the_last_key()
    {
        for (var i = 0; i < 10; i++) await _inner.PutAsync($"k/{i}", ObjectBody.FromMemory(new byte[1]), default);
        var store = new ResilientObjectStore(new BreakingListing(_inner, every: 3), _options, TimeProvider.System, new Random(1));
        var keys = new List<string>();
        await foreach (var info in store.ListAsync("k/", "k/0", default)) keys.Add(info.Key);
        Assert.Equal(Enumerable.Range(1, 9).Select(i => $"k/{i}"), keys);
    }

    [Fact]
    public async Task Every_try_is_metered_by_operation_and_outcome()
    {
        var seen = new List<string>();
        using var instruments = new ObjectStoreInstruments();
        using var listener = new System.Diagnostics.Metrics.MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name == ObjectStoreInstruments.MeterName) l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            lock (seen) seen.Add($"{instrument.Name} {string.Join(' ', tags.ToArray().Select(t => t.Value))} {value}");
        });
        listener.Start();
        var store = new ResilientObjectStore(
            new MeteredObjectStore(_failing, instruments, TimeProvider.System), _options, TimeProvider.System, new Random(1));
        var name = $"metered-{Guid.NewGuid():N}";
        _failing.FailNext("Put", Fault.FailBefore);
        await store.PutAsync(name, ObjectBody.FromMemory(new byte[12_345]), default);
        await store.TryGetAsync(name, default);
        await store.PutIfAbsentAsync(name, new byte[1], default);
        Assert.Contains("granary.object_store.requests put unavailable 1", seen);
        Assert.Contains("granary.object_store.requests put ok 1", seen);
        Assert.Contains("granary.object_store.bytes put 12345", seen);
        Assert.Contains("granary.object_store.bytes get 12345", seen);
        Assert.Contains("granary.object_store.requests put_if_absent already_exists 1", seen);
    }
}
