using System.Diagnostics;
using Granary.Engine.DuckDb;

namespace Granary.Engine.Tests.DuckDb;

/// <summary>Runs alone: the memory measured is the whole process's.</summary>
[CollectionDefinition(nameof(DuckDbSoakTests), DisableParallelization = true)]
public sealed class DuckDbSoakCollection;

/// <summary>Many statements of every kind leave no memory behind.</summary>
[Collection(nameof(DuckDbSoakTests))]
public sealed class DuckDbSoakTests
{
    [Fact]
    public void Five_thousand_statements_keep_memory_flat() => Soak(warmUp: 1_000, statements: 5_000, allowedBytes: 48L << 20);

    [Fact]
    [Trait("Category", "Soak")]
    public void A_hundred_thousand_statements_keep_memory_flat() => Soak(warmUp: 10_000, statements: 100_000, allowedBytes: 64L << 20);

    private static void Soak(int warmUp, int statements, long allowedBytes)
    {
        using var database = new TestDatabase();
        for (int i = 0; i < warmUp; i++)
            RunOne(database, i);

        long before = ResidentBytes();
        for (int i = 0; i < statements; i++)
            RunOne(database, i);

        long grown = ResidentBytes() - before;
        Assert.True(grown < allowedBytes, $"{statements} statements left {grown >> 20} MiB behind.");
    }

    private static void RunOne(TestDatabase database, int i)
    {
        switch (i % 5)
        {
            case 0:
                Assert.Equal(i, database.Int64($"SELECT {i}::BIGINT"));
                break;
            case 1:
                Assert.Equal(10_000, database.Int64("SELECT count(*) FROM range(10000) WHERE range::VARCHAR <> 'x'"));
                break;
            case 2:
                Assert.Equal(i.ToString(), database.Text($"SELECT '{i}'"));
                break;
            case 3:
                using (DuckDbResult abandoned = database.Connection.PrepareUncached("SELECT range, range::VARCHAR FROM range(100000)").Start(default))
                    abandoned.Fetch()!.Dispose();
                break;
            default:
                database.Refusal("SELECT 'x'::INTEGER + range FROM range(10)");
                break;
        }
    }

    internal static long ResidentBytes()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using Process self = Process.GetCurrentProcess();
        return self.WorkingSet64;
    }
}
