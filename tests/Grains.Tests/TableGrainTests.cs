using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Errors;
using Granary.Grains.Interfaces.Query;
using Granary.Testing;

namespace Granary.Grains.Tests;

public sealed class TableGrainTests : IDisposable
{
    private static readonly ProjectSelection All = new ProjectSelection.All();

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Promise2_an_acknowledged_row_is_in_the_next_statement_over_all_and_over_its_project()
    {
        await using var silo = new GrainSilo(_directory);
        await silo.AppendAsync("b", "b1");
        await silo.AppendAsync("a", "a1", "a2");

        Assert.Equal(["a1", "a2", "b1"], await silo.IdsAsync(All));
        Assert.Equal(["a1", "a2"], await silo.IdsAsync(Only("a")));
        Assert.Equal(["a1", "a2", "b1"], await silo.IdsAsync(Only("b", "a", "unknown")));
        Assert.Empty(await silo.IdsAsync(Only("unknown")));
    }

    [Fact]
    public async Task Asking_for_a_project_without_rows_activates_nothing()
    {
        await using var silo = new GrainSilo(_directory);
        Assert.Empty(await silo.IdsAsync(Only("unknown")));
        Assert.Equal(0, silo.Runtime.ActivationCount);
    }

    [Fact]
    public async Task Promise3_rows_are_there_once_before_and_after_a_flush()
    {
        await using var silo = new GrainSilo(_directory);
        await silo.AppendAsync("a", "1", "2");
        await silo.Table("a").FlushAsync(CancellationToken.None);
        await silo.AppendAsync("a", "3");
        Assert.Equal(["1", "2", "3"], await silo.IdsAsync(All));
    }

    [Fact]
    public async Task A_stop_flushes_and_the_next_silo_finds_the_tables_in_the_store()
    {
        await using (var silo = new GrainSilo(_directory))
        {
            await silo.AppendAsync("a", "1");
            await silo.AppendAsync("b", "2");
            await silo.Runtime.StopAsync(CancellationToken.None);
        }

        await using var next = new GrainSilo(_directory);
        Assert.Equal(0, await next.RecoverAsync());
        Assert.Equal(["a", "b"], next.Projects.Projects(GrainSilo.TableName).Select(project => project.Value));
        Assert.Equal(["1", "2"], await next.IdsAsync(All));
    }

    [Fact]
    public async Task A_table_that_does_not_exist_is_42P01()
    {
        await using var silo = new GrainSilo(_directory);
        var error = await Assert.ThrowsAsync<GranaryException>(() => silo.Table("a", "nothing").FlushAsync(CancellationToken.None));
        Assert.Equal(SqlState.UndefinedTable, error.SqlState);
        Assert.Equal(0, silo.Runtime.ActivationCount);
    }

    [Fact]
    public async Task Many_writers_and_readers_of_one_table_see_every_acknowledged_row_once()
    {
        await using var silo = new GrainSilo(_directory);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 15; i++)
            {
                var id = $"{writer}-{i}";
                await silo.AppendAsync("a", id);
                Assert.Single(await silo.IdsAsync(Only("a")), found => found == id);
                if (i % 5 == writer % 5) await silo.Table("a").FlushAsync(CancellationToken.None);
            }
        })));
        Assert.Equal(90, (await silo.IdsAsync(All)).Distinct().Count());
    }

    private static ProjectSelection.Only Only(params string[] projects) => new([.. projects.Select(project => new ProjectId(project))]);
}
