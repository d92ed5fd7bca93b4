using System.Text;
using Granary.Gateway.Ingest;
using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Errors;
using Granary.Grains.Interfaces.Tables;

namespace Granary.Gateway.Tests.Ingest;

public sealed class StatementWriterTests
{
    private const long MaxBytes = 1 << 20;

    private readonly Dictionary<string, RecordingTableGrain> _grains = [];

    [Fact]
    public async Task A_small_statement_is_one_append_for_each_project()
    {
        var splitter = new RowSplitter(OtelLogsAndSpans.Schema, null, 0);
        await using var writer = Writer();
        await writer.WriteAsync(splitter.Split(Rows.Of(300, row => $"p{row % 3}")), CancellationToken.None);
        await writer.WriteAsync(splitter.Split(Rows.Of(300, row => $"p{row % 3}")), CancellationToken.None);
        Assert.Equal(600, await writer.CompleteAsync(CancellationToken.None));
        Assert.Equal(3, _grains.Count);
        Assert.All(_grains.Values, grain => Assert.Equal((1, 200L, 0), (grain.Appends, grain.VisibleRows, grain.Loads)));
    }

    [Fact]
    public async Task Rows_of_several_projects_are_copied_and_those_of_one_are_kept()
    {
        var splitter = new RowSplitter(OtelLogsAndSpans.Schema, null, 0);
        await using var writer = Writer();
        var source = Rows.Builder(200, row => $"p{row % 2}");
        Assert.True(await writer.WriteAsync(splitter.Split(source.ToBatch()), CancellationToken.None));
        source.Reset();
        Rows.Fill(source, 300, _ => "other");
        Assert.False(await writer.WriteAsync(splitter.Split(source.ToBatch()), CancellationToken.None));

        await writer.CompleteAsync(CancellationToken.None);
        Assert.Equal(["other", "p0", "p1"], _grains.Values.Select(grain => Encoding.UTF8.GetString(grain.LastAppended!.Find("project_id")!.GetBytes(0))).Order());
        foreach (var (project, rows, firstId) in new[] { ("p0", 100, "id-0"), ("p1", 100, "id-1"), ("other", 300, "id-0") })
        {
            var batch = _grains[new TableId(new ProjectId(project), OtelLogsAndSpans.Schema.Name).GrainKey].LastAppended!;
            Assert.Equal((rows, firstId), (batch.RowCount, Encoding.UTF8.GetString(batch.Find("id")!.GetBytes(0))));
        }
    }

    [Fact]
    public async Task A_large_statement_of_a_thousand_projects_stays_within_its_memory_and_is_complete()
    {
        var splitter = new RowSplitter(OtelLogsAndSpans.Schema, null, 0);
        await using var writer = Writer();
        for (var i = 0; i < 40; i++)
        {
            await writer.WriteAsync(splitter.Split(Rows.Of(2000, row => $"project-{row % 1000}")), CancellationToken.None);
            Assert.All(_grains.Values, grain => Assert.Equal(0, grain.VisibleRows));
        }

        Assert.Equal(80_000, await writer.CompleteAsync(CancellationToken.None));
        Assert.Equal(80_000, _grains.Values.Sum(grain => grain.VisibleRows));
        Assert.All(_grains.Values, grain => Assert.True(grain.LargestAppend <= MaxBytes));
    }

    [Fact]
    public async Task Disposing_before_the_end_takes_every_load_back()
    {
        var splitter = new RowSplitter(OtelLogsAndSpans.Schema, null, 0);
        await using (var writer = Writer())
            for (var i = 0; i < 20; i++) await writer.WriteAsync(splitter.Split(Rows.Of(4000, _ => "p")), CancellationToken.None);
        var grain = Assert.Single(_grains.Values);
        Assert.Equal((0L, 1, 1), (grain.VisibleRows, grain.Loads, grain.AbortedLoads));
    }

    [Fact]
    public void Rows_without_a_project_go_to_the_default_one_and_dates_follow_from_times()
    {
        var splitter = new RowSplitter(OtelLogsAndSpans.Schema, null, 0);
        var split = splitter.Split(Rows.Of(2, row => row == 0 ? null : "other"));
        Assert.Equal(["default", "other"], split.Projects.Select(project => project.Value));
        Assert.Equal("default"u8, split.Batch.Find("project_id")!.GetBytes(0));
        Assert.Equal(Rows.Day, split.Batch.Find("date")!.Get<int>(1));
        Assert.Equal(0, split.Batch.Find("summary")!.GetList(0).Length);
    }

    [Fact]
    public void A_missing_value_is_refused_with_the_first_row_and_column()
    {
        var splitter = new RowSplitter(OtelLogsAndSpans.Schema, null, 0);
        var error = Assert.Throws<GranaryException>(() => splitter.Split(Rows.Of(3, _ => "p", hasIds: false), row => $"COPY t, line {row + 1}"));
        Assert.Equal((SqlState.NotNullViolation, "null value in column \"id\" of relation \"otel_logs_and_spans\" violates not-null constraint"), (error.SqlState, error.Message));
        Assert.Equal(("id", "COPY t, line 1"), (error.ColumnName, error.Where));
        Assert.StartsWith("Failing row contains (2026-01-05, 2026-01-05 00:00:00+00, null, null, null,", error.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\u0001b")]
    public void A_bad_project_id_is_refused(string project)
    {
        var splitter = new RowSplitter(OtelLogsAndSpans.Schema, null, 0);
        var error = Assert.Throws<GranaryException>(() => splitter.Split(Rows.Of(1, _ => project)));
        Assert.Equal(SqlState.InvalidParameterValue, error.SqlState);
    }

    [Fact]
    public void Promise7_a_session_of_one_project_cannot_write_to_another()
    {
        var splitter = new RowSplitter(OtelLogsAndSpans.Schema, new ProjectId("mine"), 0);
        Assert.Equal("mine", Assert.Single(splitter.Split(Rows.Of(2, _ => null)).Projects).Value);
        var error = Assert.Throws<GranaryException>(() => splitter.Split(Rows.Of(1, _ => "theirs")));
        Assert.Equal(ErrorKind.Unauthorized, error.Kind);
    }

    private StatementWriter Writer() => new(OtelLogsAndSpans.Schema, table =>
    {
        if (!_grains.TryGetValue(table.GrainKey, out var grain)) _grains.Add(table.GrainKey, grain = new RecordingTableGrain());
        return grain;
    }, MaxBytes);
}
