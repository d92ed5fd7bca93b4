using System.Text;
using Granary.Engine.ObjectStores;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Engine.Tests.ObjectStores;

public sealed class FileSystemObjectStoreTests : ObjectStoreConformance
{
    private readonly string _path;
    private readonly FileSystemObjectStore _store;

    public FileSystemObjectStoreTests()
    {
        _path = Path.Combine(Scratch.FullName, "deep", "store");
        _store = new FileSystemObjectStore(_path, TimeProvider.System);
    }

    protected override IObjectStore Store => _store;

    [Fact]
    public async Task Creators_in_two_instances_race_as_in_one()
    {
        var second = new FileSystemObjectStore(_path, TimeProvider.System);
        for (var round = 0; round < 20; round++)
        {
            var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() =>
                (i % 2 == 0 ? _store : second).PutIfAbsentAsync($"r/{round}", Encoding.UTF8.GetBytes($"{i}"), default))));
            Assert.Single(results, result => result is PutIfAbsentResult.Created);
        }
    }

    [Fact]
    public async Task Temporary_files_are_gone_after_each_write_and_no_listing_shows_them()
    {
        var temporary = Path.Combine(_path, ".granary-tmp");
        await _store.PutAsync("k", ObjectBody.FromMemory(Bytes(10)), default);
        await _store.PutIfAbsentAsync("k", Bytes(10), default);
        await _store.PutIfAbsentAsync("n", Bytes(10), default);
        Assert.Empty(Directory.EnumerateFiles(temporary));
        await File.WriteAllTextAsync(Path.Combine(temporary, "torn"), "half a file of a crashed writer");
        var keys = new List<string>();
        await foreach (var info in _store.ListAsync("", null, default)) keys.Add(info.Key);
        Assert.Equal(["k", "n"], keys);
    }

    [Fact]
    public void Leftovers_of_a_crash_are_removed_at_a_later_start_but_not_what_is_being_written()
    {
        var old = Path.Combine(_path, ".granary-tmp", "old");
        var young = Path.Combine(_path, ".granary-tmp", "young");
        File.WriteAllText(old, "x");
        File.WriteAllText(young, "x");
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddHours(-7));
        _ = new FileSystemObjectStore(_path, TimeProvider.System);
        Assert.False(File.Exists(old));
        Assert.True(File.Exists(young));
    }

    [Fact]
    public async Task The_directory_of_temporary_files_has_no_objects()
    {
        await FailsAsync(ErrorKind.Invalid, () => _store.TryGetAsync(".granary-tmp/x", default));
    }

    [Fact]
    public async Task A_file_on_the_same_device_is_taken_without_a_copy()
    {
        var file = Path.Combine(Scratch.FullName, "segment");
        await File.WriteAllBytesAsync(file, Bytes(100));
        await _store.PutAsync("k", ObjectBody.FromFile(file), default);
        await _store.PutAsync("k", ObjectBody.FromFile(file), default);
        File.Delete(file);
        Assert.Equal(Bytes(100), (await _store.GetAsync("k", default)).ToArray());
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_path, ".granary-tmp")));
    }

    [Fact]
    public void A_root_that_is_a_file_is_refused_with_a_sentence()
    {
        var file = Path.Combine(Scratch.FullName, "file");
        File.WriteAllText(file, "x");
        var exception = Assert.Throws<GranaryException>(() => new FileSystemObjectStore(file, TimeProvider.System));
        Assert.Contains(file, exception.Message, StringComparison.Ordinal);
    }
}
