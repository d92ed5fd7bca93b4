using Granary.Engine.Delta;
using Granary.Grains.Interfaces.Query;

namespace Granary.Engine.Tests.Delta;

public sealed class SegmentPruningTests
{
    private const long Midnight5 = 20458L * 86_400_000_000;
    private readonly DeltaTable _table = new();

    public static TheoryData<string, object?, object?, string> Ranges => new()
    {
        { "timestamp", Midnight5 + 150, null, "b" },
        { "timestamp", null, Midnight5 + 100, "b a" },
        { "timestamp", null, Midnight5 + 99, "a" },
        { "timestamp", Midnight5 + 200, Midnight5 + 300, "b" },
        { "timestamp", Midnight5 + 201, null, "" },
        { "date", 20458L, 20458L, "b a" },
        { "date", 20459L, null, "" },
        { "name", "n", "n", "a" },
        { "name", "o", null, "b" },
        { "name", null, "m", "" },
        { "value", 2.26, null, "" },
        { "value", 2.25, null, "b a" },
        { "no such column", 1L, 1L, "b a" },
        { "value", 99L, 100L, "b a" },
    };

    [Theory]
    [MemberData(nameof(Ranges))]
    public async Task Only_segments_that_may_hold_wanted_rows_are_chosen_newest_first(
        string column, object? lower, object? upper, string expected)
    {
        var snapshot = await _table.CreateAsync();
        snapshot = await _table.CommitAsync(snapshot,
        [
            _table.NewSegment("a", 5, 0, 100, "n"),
            _table.NewSegment("b", 5, 100, 200, "雪"),
        ]);
        var chosen = SegmentPruning.Select(snapshot, [new PruningRange(column, lower, upper)]);
        Assert.Equal(expected, string.Join(' ', chosen.Select(file => Path.GetFileNameWithoutExtension(file.Path))));
    }
}
