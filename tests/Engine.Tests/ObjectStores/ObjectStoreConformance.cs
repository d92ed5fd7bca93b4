using System.Text;
using Granary.Engine.ObjectStores;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Engine.Tests.ObjectStores;

/// <summary>The contract of <see cref="IObjectStore"/>, run on every implementation.</summary>
public abstract class ObjectStoreConformance : IDisposable
{
    private readonly DirectoryInfo _scratch = Directory.CreateTempSubdirectory("granary-store-");
    private readonly string _root = $"t{Guid.NewGuid():N}/";

    protected abstract IObjectStore Store { get; }

    protected DirectoryInfo Scratch => _scratch;

    private static CancellationToken None => CancellationToken.None;

    public static TheoryData<string> OddNames => new(
        "a b", "per%cent", "plus+", "hash#tag", "question?mark=1&x", "quote'\"", "naïve-雪-🐄", "semi;colon:", "dot.dot..dot",
        "date=2026-01-01", "%2e%2e", "~tilde", "[brackets]{}", "*", new string('x', 255));

    public static TheoryData<string> BadKeys => new(
        "", "/", "/a", "a/", "a//b", ".", "..", "../a", "a/../b", "a/./b", "a/..", "a\\b", "nul\0", "line\nbreak",
        new string('x', 256), string.Concat(Enumerable.Repeat("part/", 300)) + "x");

    public void Dispose()
    {
        _scratch.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4096)]
    [InlineData(5_300_000)]
    public async Task An_object_reads_back_as_written(int size)
    {
        var bytes = Bytes(size);
        await Store.PutAsync(Key("memory"), ObjectBody.FromMemory(bytes), None);
        var file = Path.Combine(_scratch.FullName, "body");
        await File.WriteAllBytesAsync(file, bytes);
        await Store.PutAsync(Key("file"), ObjectBody.FromFile(file), None);
        File.Delete(file);
        foreach (var key in new[] { Key("memory"), Key("file") })
        {
            Assert.Equal(bytes, (await Store.TryGetAsync(key, None))!.Value.ToArray());
            Assert.Equal(size, (await Store.TryHeadAsync(key, None))!.Value.SizeBytes);
            var copy = Path.Combine(_scratch.FullName, "copy");
            Assert.Equal(size, await Store.DownloadAsync(key, copy, None));
            Assert.Equal(bytes, await File.ReadAllBytesAsync(copy));
            File.Delete(copy);
        }
    }

    [Fact]
    public async Task Put_replaces_and_the_last_one_stays()
    {
        await Store.PutAsync(Key("k"), ObjectBody.FromMemory(Bytes(100)), None);
        await Store.PutAsync(Key("k"), ObjectBody.FromMemory("second"u8.ToArray()), None);
        Assert.Equal("second", await ReadTextAsync("k"));
    }

    [Fact]
    public async Task The_body_may_be_a_part_of_a_larger_buffer()
    {
        var buffer = Bytes(100);
        await Store.PutAsync(Key("k"), ObjectBody.FromMemory(buffer.AsMemory(10, 20)), None);
        await Store.PutIfAbsentAsync(Key("n"), buffer.AsMemory(30, 5), None);
        Array.Clear(buffer);
        Assert.Equal(Bytes(100)[10..30], (await Store.GetAsync(Key("k"), None)).ToArray());
        Assert.Equal(Bytes(100)[30..35], (await Store.GetAsync(Key("n"), None)).ToArray());
    }

    [Fact]
    public async Task An_absent_object_is_absent_for_every_read()
    {
        Assert.Null(await Store.TryGetAsync(Key("no"), None));
        Assert.Null(await Store.TryHeadAsync(Key("no"), None));
        await FailsAsync(ErrorKind.NotFound, () => Store.GetAsync(Key("no"), None));
        await FailsAsync(ErrorKind.NotFound, () => Store.GetRangeAsync(Key("no"), 0, 1, None));
        await FailsAsync(ErrorKind.NotFound, () => Store.GetRangeAsync(Key("no"), 0, 0, None));
        var target = Path.Combine(_scratch.FullName, "target");
        await FailsAsync(ErrorKind.NotFound, () => Store.DownloadAsync(Key("no"), target, None));
        Assert.False(File.Exists(target));
    }

    [Fact]
    public async Task A_directory_of_objects_is_not_an_object()
    {
        await Store.PutAsync(Key("folder/inner"), ObjectBody.FromMemory(Bytes(3)), None);
        Assert.Null(await Store.TryGetAsync(Key("folder"), None));
        Assert.Null(await Store.TryHeadAsync(Key("folder"), None));
        await FailsAsync(ErrorKind.NotFound, () => Store.GetRangeAsync(Key("folder"), 0, 1, None));
        await Store.DeleteAsync(Key("folder"), None);
        Assert.NotNull(await Store.TryGetAsync(Key("folder/inner"), None));
    }

    [Fact]
    public async Task Put_if_absent_creates_once_and_leaves_what_is_there()
    {
        Assert.IsType<PutIfAbsentResult.Created>(await Store.PutIfAbsentAsync(Key("k"), "first"u8.ToArray(), None));
        Assert.IsType<PutIfAbsentResult.AlreadyExists>(await Store.PutIfAbsentAsync(Key("k"), "second"u8.ToArray(), None));
        Assert.Equal("first", await ReadTextAsync("k"));
        await Store.DeleteAsync(Key("k"), None);
        Assert.IsType<PutIfAbsentResult.Created>(await Store.PutIfAbsentAsync(Key("k"), "third"u8.ToArray(), None));
    }

    [Fact]
    public async Task Of_32_racing_creators_exactly_one_wins_and_its_body_stays()
    {
        for (var round = 0; round < 10; round++)
        {
            var key = Key($"race/{round}");
            var results = await Task.WhenAll(Enumerable.Range(0, 32).Select(i =>
                Task.Run(() => Store.PutIfAbsentAsync(key, Encoding.UTF8.GetBytes($"writer {i}"), None))));
            Assert.All(results, result => Assert.IsNotType<PutIfAbsentResult.Unknown>(result));
            var winner = Assert.Single(Enumerable.Range(0, 32), i => results[i] is PutIfAbsentResult.Created);
            Assert.Equal($"writer {winner}", await ReadTextAsync($"race/{round}"));
        }
    }

    [Fact]
    public async Task A_reader_never_sees_a_part_of_an_object_that_is_being_replaced()
    {
        var bodies = new[] { Enumerable.Repeat((byte)'a', 300_000).ToArray(), Enumerable.Repeat((byte)'b', 200_000).ToArray() };
        await Store.PutAsync(Key("k"), ObjectBody.FromMemory(bodies[0]), None);
        var writing = Task.Run(async () =>
        {
            for (var i = 0; i < 30; i++) await Store.PutAsync(Key("k"), ObjectBody.FromMemory(bodies[i % 2]), None);
        });
        while (!writing.IsCompleted)
        {
            var seen = (await Store.GetAsync(Key("k"), None)).ToArray();
            Assert.Contains(seen.Length, new[] { 300_000, 200_000 });
            Assert.True(seen.AsSpan().IndexOfAnyExcept(seen[0]) < 0, "bytes of two objects in one answer");
        }
        await writing;
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(500, 1)]
    [InlineData(999, 1)]
    [InlineData(0, 1000)]
    [InlineData(1000, 0)]
    [InlineData(7, 0)]
    public async Task A_range_gives_exactly_those_bytes(long offset, int length)
    {
        var bytes = Bytes(1000);
        await Store.PutAsync(Key("k"), ObjectBody.FromMemory(bytes), None);
        var read = await Store.GetRangeAsync(Key("k"), offset, length, None);
        Assert.Equal(bytes.AsSpan((int)offset, length).ToArray(), read.ToArray());
    }

    [Theory]
    [InlineData(0, 1001)]
    [InlineData(999, 2)]
    [InlineData(1000, 1)]
    [InlineData(1001, 0)]
    [InlineData(long.MaxValue, 1)]
    [InlineData(-1, 2)]
    [InlineData(0, -1)]
    public async Task A_range_that_is_not_inside_is_refused(long offset, int length)
    {
        await Store.PutAsync(Key("k"), ObjectBody.FromMemory(Bytes(1000)), None);
        await FailsAsync(ErrorKind.Invalid, () => Store.GetRangeAsync(Key("k"), offset, length, None));
    }

    [Theory]
    [MemberData(nameof(OddNames))]
    public async Task Odd_names_are_kept_letter_by_letter(string name)
    {
        await Store.PutAsync(Key(name), ObjectBody.FromMemory(Encoding.UTF8.GetBytes(name)), None);
        Assert.IsType<PutIfAbsentResult.AlreadyExists>(await Store.PutIfAbsentAsync(Key(name), Bytes(1), None));
        Assert.Equal(name, await ReadTextAsync(name));
        Assert.NotNull(await Store.TryHeadAsync(Key(name), None));
        Assert.Equal([Key(name)], await ListAsync(""));
        await Store.DeleteManyAsync([Key(name)], None);
        Assert.Null(await Store.TryGetAsync(Key(name), None));
    }

    [Theory]
    [MemberData(nameof(BadKeys))]
    public async Task Bad_names_are_refused_by_every_member(string key)
    {
        await FailsAsync(ErrorKind.Invalid, () => Store.PutAsync(key, ObjectBody.FromMemory(Bytes(1)), None));
        await FailsAsync(ErrorKind.Invalid, () => Store.PutIfAbsentAsync(key, Bytes(1), None));
        await FailsAsync(ErrorKind.Invalid, () => Store.TryGetAsync(key, None));
        await FailsAsync(ErrorKind.Invalid, () => Store.GetRangeAsync(key, 0, 1, None));
        await FailsAsync(ErrorKind.Invalid, () => Store.TryHeadAsync(key, None));
        await FailsAsync(ErrorKind.Invalid, () => Store.DeleteAsync(key, None));
        await FailsAsync(ErrorKind.Invalid, () => Store.DeleteManyAsync(["good", key], None));
    }

    [Fact]
    public async Task A_name_that_is_not_unicode_is_refused()
    {
        foreach (var key in new[] { "lone\ud800", "\udc00x", "\uFFFD\ud800x" })
            await FailsAsync(ErrorKind.Invalid, () => Store.TryGetAsync(key, None));
        Assert.Null(await Store.TryGetAsync(Key("\uFFFD"), None));
    }

    [Fact]
    public async Task A_listing_is_in_the_order_of_bytes_and_begins_behind_a_key()
    {
        string[] names = ["a", "a!", "a-b", "a.b", "a/b", "a/b-c", "a0", "b/c/d", "b/c0", "z", "é", "\uFF5E", "🐄"];
        foreach (var name in names.Reverse())
        {
            if (name != "a") await Store.PutAsync(Key(name), ObjectBody.FromMemory(Bytes(1)), None);
        }
        var expected = names.Where(name => name != "a").Select(Key).ToList();
        Assert.Equal(expected, await ListAsync(""));
        for (var i = 0; i < expected.Count; i++)
            Assert.Equal(expected[(i + 1)..], await ListAsync("", startAfter: expected[i]));
        Assert.Equal([Key("a-b"), Key("a.b"), Key("a/b"), Key("a/b-c"), Key("a0")], await ListAsync("a", startAfter: Key("a!")));
        Assert.Equal([Key("a/b"), Key("a/b-c")], await ListAsync("a/"));
        Assert.Equal([Key("b/c/d"), Key("b/c0")], await ListAsync("b/c"));
        Assert.Equal([Key("b/c0")], await ListAsync("b/", startAfter: Key("b/c/zzz")));
        Assert.Empty(await ListAsync("nothing"));
        Assert.Empty(await ListAsync("nothing/at/all"));
    }

    [Fact]
    public async Task A_listing_of_2500_objects_has_each_once_and_deletes_in_few_requests()
    {
        var keys = Enumerable.Range(0, 2500).Select(i => Key($"many/{i:D6}")).ToList();
        await Parallel.ForEachAsync(keys, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (key, token) =>
            await Store.PutAsync(key, ObjectBody.FromMemory("x"u8.ToArray()), token));
        Assert.Equal(keys, await ListAsync("many/"));
        Assert.Equal(keys[1999..], await ListAsync("many/", startAfter: keys[1998]));
        await Store.DeleteManyAsync(keys, None);
        Assert.Empty(await ListAsync("many/"));
        await Store.DeleteManyAsync(keys.Take(3).ToList(), None);
        await Store.DeleteManyAsync([], None);
    }

    [Fact]
    public async Task A_listing_tells_size_and_time()
    {
        await Store.PutAsync(Key("k"), ObjectBody.FromMemory(Bytes(1234)), None);
        await foreach (var info in Store.ListAsync(_root, null, None))
        {
            Assert.Equal((Key("k"), 1234), (info.Key, info.SizeBytes));
            Assert.InRange(info.LastModified, DateTimeOffset.UtcNow.AddMinutes(-2), DateTimeOffset.UtcNow.AddMinutes(2));
        }
        var head = (await Store.TryHeadAsync(Key("k"), None))!.Value;
        Assert.InRange(head.LastModified, DateTimeOffset.UtcNow.AddMinutes(-2), DateTimeOffset.UtcNow.AddMinutes(2));
    }

    [Fact]
    public async Task Deleting_what_is_not_there_is_no_error()
    {
        await Store.DeleteAsync(Key("no"), None);
        await Store.DeleteAsync(Key("no/such/folder"), None);
    }

    [Fact]
    public async Task A_download_never_writes_over_a_file()
    {
        await Store.PutAsync(Key("k"), ObjectBody.FromMemory(Bytes(10)), None);
        var target = Path.Combine(_scratch.FullName, "target");
        await File.WriteAllTextAsync(target, "mine");
        await Assert.ThrowsAnyAsync<Exception>(() => Store.DownloadAsync(Key("k"), target, None));
        Assert.Equal("mine", await File.ReadAllTextAsync(target));
    }

    [Fact]
    public async Task A_cancelled_call_says_so()
    {
        await Store.PutAsync(Key("k"), ObjectBody.FromMemory(Bytes(10)), None);
        var cancelled = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.TryGetAsync(Key("k"), cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.PutIfAbsentAsync(Key("n"), Bytes(1), cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await ListAsync("", token: cancelled));
        Assert.Null(await Store.TryHeadAsync(Key("n"), None));
    }

    [Fact]
    public async Task A_local_path_leads_to_the_same_bytes()
    {
        await Store.PutAsync(Key("folder/k"), ObjectBody.FromMemory(Bytes(77)), None);
        if (Store.TryGetLocalPath(Key("folder/k")) is { } path) Assert.Equal(Bytes(77), await File.ReadAllBytesAsync(path));
    }

    protected string Key(string name) => _root + name;

    protected static byte[] Bytes(int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        return bytes;
    }

    protected async Task<string> ReadTextAsync(string name) =>
        Encoding.UTF8.GetString((await Store.GetAsync(Key(name), None)).Span);

    protected async Task<List<string>> ListAsync(string prefix, string? startAfter = null, CancellationToken token = default)
    {
        var keys = new List<string>();
        await foreach (var info in Store.ListAsync(Key(prefix), startAfter, token)) keys.Add(info.Key);
        return keys;
    }

    protected static async Task<GranaryException> FailsAsync(ErrorKind kind, Func<Task> call)
    {
        var exception = await Assert.ThrowsAsync<GranaryException>(call);
        Assert.Equal(kind, exception.Kind);
        return exception;
    }
}
