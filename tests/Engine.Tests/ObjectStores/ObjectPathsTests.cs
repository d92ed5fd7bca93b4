using Granary.Engine.ObjectStores;
using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Engine.Tests.ObjectStores;

public sealed class ObjectPathsTests
{
    private static readonly ObjectPaths Paths = new("timefusion");

    [Fact]
    public void Names_have_the_layout_that_stored_data_has()
    {
        var table = Paths.ForTable(new TableId(new ProjectId("p1"), "otel_logs_and_spans"));
        Assert.Equal("timefusion/projects/p1/otel_logs_and_spans/", table.Root);
        Assert.Equal("timefusion/projects/p1/otel_logs_and_spans/_delta_log/00000000000000000012.json", table.Commit(12));
        Assert.Equal(table.LogRoot + "00000000000000000010.checkpoint.parquet", table.LogCheckpoint(10));
        Assert.Equal(
            table.LogRoot + "00000000000000000010.checkpoint.0000000002.0000000003.parquet", table.LogCheckpointPart(10, 2, 3));
        Assert.Equal(table.LogRoot + "_last_checkpoint", table.LastCheckpoint);
        Assert.Equal("date=2026-01-05/0198-ab.parquet", TablePaths.Segment(new DateOnly(2026, 1, 5), "0198-ab"));
    }

    [Theory]
    [InlineData("default")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("../../etc/passwd")]
    [InlineData("a/b")]
    [InlineData("a%2Fb")]
    [InlineData("per%")]
    [InlineData("雪 🐄")]
    [InlineData("A")]
    [InlineData("x.y_z-1")]
    [InlineData("'; drop table x; --")]
    public void A_project_of_any_name_stays_in_its_place_and_reads_back(string name)
    {
        var id = new TableId(new ProjectId(name), "t");
        var root = Paths.ForTable(id).Root;
        Assert.Matches("^timefusion/projects/[A-Za-z0-9_%-][A-Za-z0-9_.%-]*/t/$", root);
        Assert.Equal(id, Paths.TryParseTable(root + "date=2026-01-01/x.parquet"));
    }

    [Fact]
    public void Two_names_never_give_one_path()
    {
        string[] names = ["a/b", "a%2Fb", "a%2fb", "A/b", "a_b", "..", "%2E.", "."];
        Assert.Equal(names.Length, names.Select(ObjectPaths.EncodeName).Distinct().Count());
    }

    [Fact]
    public void A_name_too_long_for_a_file_system_is_refused_with_a_sentence()
    {
        var exception = Assert.Throws<GranaryException>(() => Paths.ProjectRoot(new ProjectId(new string('雪', 100))));
        Assert.Equal(ErrorKind.Invalid, exception.Kind);
        Assert.Equal(255, ObjectPaths.EncodeName(new string('x', 255)).Length);
    }

    [Theory]
    [InlineData("00000000000000000012.json", 12, LogObjectKind.Commit, 1, 1)]
    [InlineData("00000000000000000010.checkpoint.parquet", 10, LogObjectKind.LogCheckpoint, 1, 1)]
    [InlineData("00000000000000000010.checkpoint.0000000002.0000000003.parquet", 10, LogObjectKind.LogCheckpoint, 2, 3)]
    public void Log_objects_are_read_by_name(string name, long version, LogObjectKind kind, int part, int partCount)
    {
        var table = Paths.ForTable(new TableId(ProjectId.Default, "t"));
        Assert.Equal(new LogObjectName(version, kind, part, partCount), table.TryParseLogObject(table.LogRoot + name));
    }

    [Theory]
    [InlineData("_last_checkpoint")]
    [InlineData("12.json")]
    [InlineData("00000000000000000012.json.tmp")]
    [InlineData("-0000000000000000012.json")]
    [InlineData("00000000000000000010.checkpoint.0000000004.0000000003.parquet")]
    [InlineData("00000000000000000010.checkpoint.80a083e8-7026-4e79-81be-64bd76c43a11.json")]
    [InlineData("00000000000000000010.crc")]
    public void Other_objects_of_the_log_are_left_alone(string name)
    {
        var table = Paths.ForTable(new TableId(ProjectId.Default, "t"));
        Assert.Null(table.TryParseLogObject(table.LogRoot + name));
    }
}
