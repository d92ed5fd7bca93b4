using Granary.Engine.Query;
using Granary.Engine.Tests.DuckDb;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Errors;
using Granary.Grains.Interfaces.Query;

namespace Granary.Engine.Tests.Query;

/// <summary>Statements with tails, known and new plans, abandoned, cancelled and wrong ones leave no memory behind.</summary>
[Collection(nameof(DuckDbSoakTests))]
public sealed class QuerySoakTests
{
    private static readonly string[] Names = ["n", "t"];
    private static readonly DataType[] Types = [DataType.Int64, DataType.Text];

    [Fact]
    public Task Two_thousand_statements_keep_memory_flat() => SoakAsync(warmUp: 500, statements: 2_000, allowedBytes: 48L << 20);

    [Fact]
    [Trait("Category", "Soak")]
    public Task A_hundred_thousand_statements_keep_memory_flat() => SoakAsync(warmUp: 10_000, statements: 100_000, allowedBytes: 64L << 20);

    private static async Task SoakAsync(int warmUp, int statements, long allowedBytes)
    {
        string root = Directory.CreateTempSubdirectory("granary-soak-").FullName;
        using (var executor = new QueryExecutor(
            new QueryOptions { Threads = 2, MemoryLimitBytes = 256L << 20, MaxConcurrentStatements = 4, PlansPerConnection = 16 },
            [root], Path.Combine(root, "spill"), TimeProvider.System))
        {
            for (int i = 0; i < warmUp; i++)
                await RunOneAsync(executor, i);

            long before = DuckDbSoakTests.ResidentBytes();
            for (int i = 0; i < statements; i++)
                await RunOneAsync(executor, i);

            long grown = DuckDbSoakTests.ResidentBytes() - before;
            Assert.True(grown < allowedBytes, $"{statements} statements left {grown >> 20} MiB behind");
            Assert.Equal(0, executor.Admission.Running);
            Assert.InRange(executor.Database.Scans.Count, 0, 4 * 16);
        }

        Directory.Delete(root, recursive: true);
    }

    private static async Task RunOneAsync(QueryExecutor executor, int i)
    {
        switch (i % 4)
        {
            case 0:
                await CountAsync(executor, i, string.Empty);
                break;
            case 1:
                await CountAsync(executor, i, $" /* {i} */");
                break;
            case 2:
                await using (IQueryResult abandoned = await executor.ExecuteAsync(Request("SELECT n FROM ", " s, range(100000)"), Inputs(100), default))
                    await abandoned.ReadAsync(default);
                break;
            default:
                await Assert.ThrowsAsync<GranaryException>(() => executor.ExecuteAsync(Request("SELECT t::BIGINT FROM ", " s"), Inputs(10), default));
                break;
        }
    }

    private static async Task CountAsync(QueryExecutor executor, int i, string suffix)
    {
        int rows = 1 + (i % 500);
        await using IQueryResult result = await executor.ExecuteAsync(Request("SELECT count(t) FROM ", " s" + suffix), Inputs(rows), default);
        Assert.Equal(rows, (await result.ReadAsync(default))!.Columns[0].Values<long>()[0]);
    }

    private static QueryRequest Request(params string[] pieces) => new() { Pieces = pieces, Scans = [], ResultNames = ["r"], ResultTypes = [DataType.Int64] };

    private static QueryInputs Inputs(int rows)
    {
        var builder = new BatchBuilder(Names, Types);
        for (int row = 0; row < rows; row++)
        {
            builder.Columns[0].Append((long)row);
            builder.Columns[1].AppendBytes("a text that is longer than twelve bytes"u8);
            builder.EndRow();
        }

        return new QueryInputs([new ScanInput(Names, Types, [], [builder.ToBatch()])]);
    }
}
