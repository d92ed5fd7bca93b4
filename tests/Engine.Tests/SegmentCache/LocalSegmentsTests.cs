using Granary.Engine.ObjectStores;
using Granary.Engine.SegmentCache;
using Granary.Grains.Interfaces.Errors;
using Granary.Grains.Interfaces.Query;
using Granary.Testing.ObjectStores;

namespace Granary.Engine.Tests.SegmentCache;

public sealed class LocalSegmentsTests : IDisposable
{
    private const int Size = 1000;

    private readonly DirectoryInfo _scratch = Directory.CreateTempSubdirectory("granary-cache-");
    private readonly SegmentCacheInstruments _instruments = new();
    private readonly InMemoryObjectStore _memory = new(TimeProvider.System);
    private readonly FailingObjectStore _store;
    private readonly SegmentCacheOptions _options;
    private LocalSegments _cache;

    public LocalSegmentsTests()
    {
        _store = new FailingObjectStore(_memory);
        _options = new SegmentCacheOptions { Directory = Path.Combine(_scratch.FullName, "cache"), MaxBytes = 3 * Size };
        _cache = Open();
    }

    public void Dispose()
    {
        _cache.Dispose();
        _instruments.Dispose();
        _scratch.Delete(recursive: true);
    }

    [Fact]
    public async Task A_segment_is_fetched_once_and_then_read_locally()
    {
        var bytes = await PutAsync("a");
        for (var i = 0; i < 3; i++)
        {
            using var lease = await OpenAsync("a");
            Assert.Equal(bytes, await File.ReadAllBytesAsync(lease.Path));
        }
        Assert.Equal(1, Downloads);
        Assert.Equal(Size, _cache.UsedBytes);
    }

    [Fact]
    public async Task Many_who_miss_one_segment_at_once_share_one_fetch()
    {
        await PutAsync("a");
        var gate = new TaskCompletionSource();
        _store.Plan = _ => Fault.WaitFor(gate.Task);
        var opening = Enumerable.Range(0, 20).Select(_ => OpenAsync("a")).ToList();
        gate.SetResult();
        foreach (var lease in await Task.WhenAll(opening)) lease.Dispose();
        Assert.Equal(1, Downloads);
    }

    [Fact]
    public async Task A_caller_that_gives_up_leaves_the_fetch_to_the_others()
    {
        await PutAsync("a");
        var gate = new TaskCompletionSource();
        _store.Plan = _ => Fault.WaitFor(gate.Task);
        using var cancellation = new CancellationTokenSource();
        var first = _cache.OpenAsync(_store, "a", Size, cancellation.Token);
        var second = OpenAsync("a");
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        gate.SetResult();
        (await second).Dispose();
        Assert.Equal(1, Downloads);
    }

    [Fact]
    public async Task The_least_recently_used_goes_first_and_leased_ones_stay()
    {
        foreach (var name in new[] { "a", "b", "c" }) (await PutAndOpenAsync(name)).Dispose();
        using (await OpenAsync("a"))
        {
            (await PutAndOpenAsync("d")).Dispose();
            Assert.Equal(["a", "c", "d"], await ResidentAsync("a", "b", "c", "d"));
            (await PutAndOpenAsync("e")).Dispose();
            (await PutAndOpenAsync("f")).Dispose();
        }
        Assert.Equal(["a", "e", "f"], await ResidentAsync("a", "b", "c", "d", "e", "f"));
        Assert.Equal(3 * Size, _cache.UsedBytes);
    }

    [Fact]
    public async Task What_does_not_fit_beside_the_leased_is_refused_with_53100()
    {
        var leases = new List<SegmentLease>();
        foreach (var name in new[] { "a", "b", "c" }) leases.Add(await PutAndOpenAsync(name));
        var exception = await Assert.ThrowsAsync<GranaryException>(() => PutAndOpenAsync("d"));
        Assert.Equal((ErrorKind.Exhausted, SqlState.DiskFull), (exception.Kind, exception.SqlState));
        leases[0].Dispose();
        leases[0].Dispose();
        (await OpenAsync("d")).Dispose();
        Assert.All(leases.Skip(1), lease => Assert.True(File.Exists(lease.Path)));
    }

    [Fact]
    public async Task A_failed_fetch_leaves_nothing_and_the_next_one_tries_again()
    {
        await PutAsync("a");
        _store.Plan = _ => Fault.FailBefore;
        await Assert.ThrowsAsync<GranaryException>(() => OpenAsync("a"));
        Assert.Equal(0, _cache.UsedBytes);
        _store.Plan = _ => null;
        (await OpenAsync("a")).Dispose();
        var missing = await Assert.ThrowsAsync<GranaryException>(() => OpenAsync("missing"));
        Assert.Equal(ErrorKind.NotFound, missing.Kind);
    }

    [Fact]
    public async Task A_segment_of_another_length_than_the_log_says_is_corrupt_and_not_kept()
    {
        await PutAsync("a");
        var exception = await Assert.ThrowsAsync<GranaryException>(() => _cache.OpenAsync(_store, "a", Size + 1, default));
        Assert.Equal(ErrorKind.Corrupt, exception.Kind);
        Assert.Empty(Files());
        Assert.Equal(0, _cache.UsedBytes);
    }

    [Fact]
    public async Task Copies_and_their_order_survive_a_restart_and_torn_ones_do_not()
    {
        foreach (var name in new[] { "a", "b", "c" }) (await PutAndOpenAsync(name)).Dispose();
        foreach (var (file, i) in Files().Select((file, i) => (file, i))) file.LastAccessTimeUtc = DateTime.UtcNow.AddHours(-1 - i);
        (await OpenAsync("b")).Dispose();
        _cache.Dispose();
        await File.WriteAllTextAsync(Path.Combine(_options.Directory, "x.parquet.arriving"), "half");
        _options.MaxBytes = 4 * Size;
        _cache = Open();
        Assert.Equal(3 * Size, _cache.UsedBytes);
        Assert.Equal(["a", "b", "c"], await ResidentAsync("a", "b", "c"));
        Assert.Equal(3, Downloads);
        Assert.Equal(3, Files().Count);
    }

    [Fact]
    public async Task A_restart_with_a_smaller_limit_evicts_the_least_recently_used()
    {
        foreach (var name in new[] { "a", "b", "c" }) (await PutAndOpenAsync(name)).Dispose();
        var oldest = Files()[0];
        oldest.LastAccessTimeUtc = DateTime.UtcNow.AddDays(-1);
        _cache.Dispose();
        _options.MaxBytes = 2 * Size;
        _cache = Open();
        Assert.Equal(2 * Size, _cache.UsedBytes);
        Assert.DoesNotContain(Files(), file => file.Name == oldest.Name);
    }

    [Fact]
    public async Task A_copy_that_was_cut_or_deleted_from_outside_is_fetched_again()
    {
        var bytes = await PutAsync("a");
        (await OpenAsync("a")).Dispose();
        await File.WriteAllBytesAsync(Files().Single().FullName, bytes[..10]);
        using (var lease = await OpenAsync("a")) Assert.Equal(bytes, await File.ReadAllBytesAsync(lease.Path));
        Files().Single().Delete();
        using (var lease = await OpenAsync("a")) Assert.Equal(bytes, await File.ReadAllBytesAsync(lease.Path));
        Assert.Equal(Size, _cache.UsedBytes);
    }

    [Fact]
    public async Task A_file_just_written_is_kept_and_never_fetched()
    {
        var bytes = await PutAsync("a");
        var written = Path.Combine(_scratch.FullName, "written");
        await File.WriteAllBytesAsync(written, bytes);
        Assert.True(_cache.TryKeep(_store, "a", written));
        Assert.True(_cache.TryKeep(_store, "a", written));
        File.Delete(written);
        using var lease = await OpenAsync("a");
        Assert.Equal(bytes, await File.ReadAllBytesAsync(lease.Path));
        Assert.Equal(0, Downloads);
        Assert.Equal(Size, _cache.UsedBytes);
    }

    [Fact]
    public async Task A_removed_segment_stays_for_its_readers_and_goes_after_them()
    {
        var bytes = await PutAsync("a");
        var lease = await OpenAsync("a");
        _cache.Remove(_store, "a");
        Assert.Equal(bytes, await File.ReadAllBytesAsync(lease.Path));
        lease.Dispose();
        Assert.Empty(Files());
        Assert.Equal(0, _cache.UsedBytes);
        (await OpenAsync("a")).Dispose();
        Assert.Equal(2, Downloads);
    }

    [Fact]
    public async Task A_segment_removed_while_it_arrives_leaves_no_file_and_may_be_fetched_anew()
    {
        var bytes = await PutAsync("a");
        var gate = new TaskCompletionSource();
        var asked = new TaskCompletionSource();
        _store.Plan = _ => asked.TrySetResult() ? Fault.WaitFor(gate.Task) : null;
        var first = OpenAsync("a");
        await asked.Task;
        _cache.Remove(_store, "a");
        using (var second = await OpenAsync("a")) Assert.Equal(bytes, await File.ReadAllBytesAsync(second.Path));
        gate.SetResult();
        using (var lease = await first) Assert.Equal(bytes, await File.ReadAllBytesAsync(lease.Path));
        _cache.Remove(_store, "a");
        Assert.Empty(Files());
        Assert.Equal(0, _cache.UsedBytes);
    }

    [Fact]
    public async Task A_reader_of_a_removed_copy_keeps_it_although_a_newer_copy_is_evicted()
    {
        var bytes = await PutAsync("a");
        using var lease = await OpenAsync("a");
        _cache.Remove(_store, "a");
        (await OpenAsync("a")).Dispose();
        _cache.Remove(_store, "a");
        Assert.Equal(bytes, await File.ReadAllBytesAsync(lease.Path));
    }

    [Fact]
    public async Task A_directory_stores_segments_are_read_in_place()
    {
        var store = new FileSystemObjectStore(Path.Combine(_scratch.FullName, "store"), TimeProvider.System);
        await store.PutAsync("a", ObjectBody.FromMemory(new byte[Size]), default);
        using var lease = await _cache.OpenAsync(store, "a", Size, default);
        Assert.Equal(store.TryGetLocalPath("a"), lease.Path);
        Assert.False(_cache.TryKeep(store, "a", lease.Path));
        Assert.Equal(0, _cache.UsedBytes);
    }

    [Fact]
    public async Task Of_many_segments_all_or_none_are_leased()
    {
        await PutAsync("a");
        await PutAsync("b");
        SegmentReference[] wanted = [new("a", Size, 1), new("b", Size, 1), new("missing", Size, 1)];
        await Assert.ThrowsAsync<GranaryException>(() => _cache.OpenAllAsync(_store, wanted, default));
        foreach (var name in new[] { "c", "d", "e" }) (await PutAndOpenAsync(name)).Dispose();
        Assert.Equal(3 * Size, _cache.UsedBytes);
        var leases = await _cache.OpenAllAsync(_store, wanted[..2], default);
        Assert.Equal(2, leases.Count);
        foreach (var lease in leases) lease.Dispose();
    }

    [Fact]
    public async Task A_busy_cache_never_exceeds_its_limit_nor_gives_wrong_bytes()
    {
        var bodies = new Dictionary<string, byte[]>();
        for (var i = 0; i < 8; i++) bodies[$"s{i}"] = await PutAsync($"s{i}");
        await Task.WhenAll(Enumerable.Range(0, 2).Select(worker => Task.Run(async () =>
        {
            var random = new Random(worker);
            for (var i = 0; i < 300; i++)
            {
                var name = $"s{random.Next(8)}";
                using var lease = await OpenAsync(name);
                Assert.Equal(bodies[name], await File.ReadAllBytesAsync(lease.Path));
                Assert.InRange(_cache.UsedBytes, 0, _options.MaxBytes);
                if (random.Next(20) == 0) _cache.Remove(_store, name);
            }
        })));
    }

    [Fact]
    public void A_second_process_on_the_directory_is_refused()
    {
        var exception = Assert.Throws<GranaryException>(Open);
        Assert.Contains(_options.Directory, exception.Message, StringComparison.Ordinal);
    }

    private int Downloads => _store.Calls.Count(call => call.Operation == "Download");

    private LocalSegments Open() => new(_options, _instruments, TimeProvider.System);

    private List<FileInfo> Files() => [.. new DirectoryInfo(_options.Directory).GetFiles("*.parquet*").OrderBy(file => file.Name)];

    private async Task<byte[]> PutAsync(string name)
    {
        var bytes = new byte[Size];
        new Random(name.GetHashCode(StringComparison.Ordinal)).NextBytes(bytes);
        await _memory.PutAsync(name, ObjectBody.FromMemory(bytes), default);
        return bytes;
    }

    private Task<SegmentLease> OpenAsync(string name) => _cache.OpenAsync(_store, name, Size, default);

    private async Task<SegmentLease> PutAndOpenAsync(string name)
    {
        await PutAsync(name);
        return await OpenAsync(name);
    }

    private Task<List<string>> ResidentAsync(params string[] names) => Task.FromResult(names
        .Where(name => Files().Exists(file => file.Name.StartsWith(CacheDirectory.NameOf(_store, name), StringComparison.Ordinal)))
        .ToList());
}
