using System.Diagnostics;
using Granary.Engine.ObjectStores;
using Granary.Grains.Interfaces.Errors;
using Granary.Testing.Network;

namespace Granary.Engine.Tests.ObjectStores;

/// <summary>A server that stops, dies, or whose answers are cut: every call ends in bounded time and says the truth.</summary>
[Collection(S3CollectionDefinition.Name)]
[Trait("Needs", "S3")]
public sealed class S3FaultTests(S3Fixture fixture) : IAsyncDisposable, IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    private readonly string _key = $"fault/{Guid.NewGuid():N}";
    private readonly TcpProxy _proxy = new(fixture.Server.Port);
    private readonly DirectoryInfo _scratch = Directory.CreateTempSubdirectory("granary-s3fault-");

    public Task InitializeAsync() => Task.CompletedTask;

    Task IAsyncLifetime.DisposeAsync() => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        _scratch.Delete(recursive: true);
    }

    [Fact]
    public async Task A_paused_server_gives_unknown_and_unavailable_within_the_limit()
    {
        using var store = DirectStore();
        await store.PutAsync(_key, ObjectBody.FromMemory(new byte[10]), default);
        await fixture.Server.PauseAsync("rgw");
        try
        {
            var started = Stopwatch.GetTimestamp();
            Assert.IsType<PutIfAbsentResult.Unknown>(await store.PutIfAbsentAsync(_key + "/new", new byte[10], default));
            await IsUnavailableAsync(() => store.TryGetAsync(_key, default));
            Assert.InRange(Stopwatch.GetElapsedTime(started), Limit, 6 * Limit);
        }
        finally
        {
            await fixture.Server.ResumeAsync("rgw");
        }
        Assert.NotNull(await store.TryGetAsync(_key, default));
    }

    [Fact]
    public async Task A_killed_server_is_unavailable_and_serves_again_after_its_start()
    {
        using var store = DirectStore();
        await store.PutAsync(_key, ObjectBody.FromMemory(new byte[10]), default);
        await fixture.Server.CrashAsync("rgw");
        try
        {
            Assert.IsType<PutIfAbsentResult.Unknown>(await store.PutIfAbsentAsync(_key + "/new", new byte[10], default));
            await IsUnavailableAsync(() => store.TryGetAsync(_key, default));
        }
        finally
        {
            await fixture.Server.StartAgainAsync();
        }
        Assert.NotNull(await store.TryGetAsync(_key, default));
        Assert.IsType<PutIfAbsentResult.Created>(await store.PutIfAbsentAsync(_key + "/new", new byte[10], default));
    }

    [Fact]
    public async Task A_conditional_put_whose_answer_is_cut_is_unknown_and_was_done_once()
    {
        using var store = ProxiedStore();
        // the answer's first line, behind a "100 Continue" or not
        _proxy.CutAfter(40);
        Assert.IsType<PutIfAbsentResult.Unknown>(await store.PutIfAbsentAsync(_key, "mine"u8.ToArray(), default));
        _proxy.Heal();
        Assert.Equal("mine"u8.ToArray(), (await store.GetAsync(_key, default)).ToArray());
        Assert.IsType<PutIfAbsentResult.AlreadyExists>(await store.PutIfAbsentAsync(_key, "mine"u8.ToArray(), default));
    }

    [Fact]
    public async Task A_body_that_stands_still_ends_by_the_time_out()
    {
        using var store = ProxiedStore();
        await store.PutAsync(_key, ObjectBody.FromMemory(new byte[3_000_000]), default);
        var target = Path.Combine(_scratch.FullName, "target");
        foreach (var read in new Func<Task>[]
        {
            () => store.TryGetAsync(_key, default),
            () => store.GetRangeAsync(_key, 100, 2_000_000, default),
            () => store.DownloadAsync(_key, target, default),
        })
        {
            _proxy.StallAfter(500_000);
            var started = Stopwatch.GetTimestamp();
            var exception = await IsUnavailableAsync(read);
            Assert.InRange(Stopwatch.GetElapsedTime(started), Limit, 5 * Limit);
            Assert.Contains("stood still", exception.Message, StringComparison.Ordinal);
            Assert.False(File.Exists(target));
            _proxy.Heal();
        }
        Assert.Equal(3_000_000, await store.DownloadAsync(_key, target, default));
    }

    [Fact]
    public async Task A_body_that_is_cut_is_an_error_and_never_short_bytes()
    {
        using var store = ProxiedStore();
        await store.PutAsync(_key, ObjectBody.FromMemory(new byte[3_000_000]), default);
        var target = Path.Combine(_scratch.FullName, "target");
        _proxy.CutAfter(500_000);
        await IsUnavailableAsync(() => store.TryGetAsync(_key, default));
        _proxy.CutAfter(500_000);
        await IsUnavailableAsync(() => store.DownloadAsync(_key, target, default));
        Assert.False(File.Exists(target));
    }

    [Fact]
    public async Task A_cut_upload_leaves_no_object_or_a_whole_one()
    {
        using var store = ProxiedStore();
        _proxy.CutAfter(0);
        await IsUnavailableAsync(() => store.PutAsync(_key, ObjectBody.FromMemory(new byte[2_000_000]), default));
        _proxy.Heal();
        var size = (await store.TryHeadAsync(_key, default))?.SizeBytes;
        Assert.True(size is null or 2_000_000, $"{size} bytes");
    }

    [Fact]
    public async Task Cut_reads_are_repeated_by_the_resilient_store_until_whole()
    {
        using var store = ProxiedStore();
        await store.PutAsync(_key, ObjectBody.FromMemory(new byte[3_000_000]), default);
        var resilient = new ResilientObjectStore(store, Options(fixture.Server.Endpoint), TimeProvider.System, new Random(1));
        _proxy.CutAfter(500_000);
        var reading = resilient.TryGetAsync(_key, default);
        await Task.Delay(50);
        _proxy.Heal();
        Assert.Equal(3_000_000, (await reading)!.Value.Length);
    }

    [Fact]
    public async Task The_callers_cancellation_ends_a_body_that_stands_still()
    {
        using var store = ProxiedStore();
        await store.PutAsync(_key, ObjectBody.FromMemory(new byte[3_000_000]), default);
        _proxy.StallAfter(500_000);
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.TryGetAsync(_key, cancellation.Token));
    }

    private static ObjectStoreOptions WithLimits(ObjectStoreOptions options)
    {
        options.LogRequestTimeout = options.DataRequestTimeout = options.BodyStallTimeout = Limit;
        options.MinUploadBytesPerSecond = 100_000_000;
        options.RetryDelay = TimeSpan.FromMilliseconds(20);
        options.MaxAttempts = 20;
        return options;
    }

    private static async Task<GranaryException> IsUnavailableAsync(Func<Task> call)
    {
        var exception = await Assert.ThrowsAsync<GranaryException>(call);
        Assert.Equal(ErrorKind.Unavailable, exception.Kind);
        return exception;
    }

    private ObjectStoreOptions Options(string endpoint)
    {
        var options = fixture.Server.OptionsFor(S3Fixture.Bucket);
        options.Endpoint = endpoint;
        return WithLimits(options);
    }

    private S3ObjectStore DirectStore() => new(Options(fixture.Server.Endpoint), TimeProvider.System);

    private S3ObjectStore ProxiedStore() => new(Options($"http://127.0.0.1:{_proxy.Port}"), TimeProvider.System);
}
