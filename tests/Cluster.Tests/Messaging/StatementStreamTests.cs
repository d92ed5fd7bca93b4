using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Errors;
using Granary.Grains.Interfaces.Query;
using Granary.Runtime;
using Granary.Runtime.Directory;
using Granary.Runtime.Membership;
using Granary.Runtime.Messaging;
using Granary.Runtime.Placement;
using Granary.Runtime.References;

namespace Granary.Cluster.Tests.Messaging;

/// <summary>Statements that run on another silo: what arrives there, and how their rows come back.</summary>
public sealed class StatementStreamTests
{
    private static readonly QueryRequest Twice = new()
    {
        Pieces = ["select a.n, b.n from ", " a, ", " b"],
        Scans = Same(new ScanSource.Table("t", new ProjectSelection.Only([new ProjectId("p")]), new TableScanRequest(["n"], [new PruningRange("n", 1L, null)]))
        {
            Uncommitted = [KeyValuePair.Create(new ProjectId("p"), Rows.Numbers(8, 9))],
        }),
        ResultNames = ["n", "n"],
        ResultTypes = [DataType.Int32, DataType.Text],
        Parameters = Rows.Numbers(4),
        TimeZone = "Europe/Oslo",
        Timeout = TimeSpan.FromSeconds(9),
        RowsWanted = 5,
    };

    [Fact]
    public async Task A_statement_arrives_as_it_was_sent_and_its_rows_come_back()
    {
        await using var pair = await MessagingPair.StartAsync();
        var rows = new ScriptedResult(Result(1, 2), Result(3)) { Warnings = ["careful"] };
        pair.Silo.OnQuery = (_, _) => Task.FromResult<IQueryResult>(rows);

        await using var result = await Service(pair).ExecuteAsync(Twice, default);

        Assert.Equal(["careful"], result.Warnings);
        var first = await result.ReadAsync(default);
        Assert.Equal(["n", "n"], first!.Names);
        Assert.Equal([1, 2], first.Columns[0].Values<int>().ToArray());
        Assert.True(first.Columns[1].IsNull(0));
        Assert.Equal(DataType.Text, first.Columns[1].Type);
        Assert.Equal(1, (await result.ReadAsync(default))!.RowCount);
        Assert.Null(await result.ReadAsync(default));
        Assert.Null(await result.ReadAsync(default));

        var arrived = Assert.Single(pair.Silo.Queries);
        Assert.Equal(Twice.Pieces, arrived.Pieces);
        Assert.Same(arrived.Scans[0], arrived.Scans[1]); // one scan, taken once
        var table = Assert.IsType<ScanSource.Table>(arrived.Scans[0]);
        Assert.Equal(["p"], ((ProjectSelection.Only)table.Projects).Projects.Select(project => project.Value));
        Assert.Equal([8, 9], Assert.Single(table.Uncommitted).Value.Find("n")!.Values<int>().ToArray());
        Assert.Equal(new PruningRange("n", 1L, null), Assert.Single(table.Request.Ranges));
        Assert.Equal(["n", "nothing"], arrived.Parameters!.Names);
        Assert.True(arrived.Parameters.Columns[1].IsNull(0));
        Assert.Equal((Twice.TimeZone, Twice.Timeout, Twice.RowsWanted), (arrived.TimeZone, arrived.Timeout, arrived.RowsWanted));
    }

    [Fact]
    public async Task Rows_at_hand_arrive_with_a_statement()
    {
        await using var pair = await MessagingPair.StartAsync();
        pair.Silo.OnQuery = (_, _) => Task.FromResult<IQueryResult>(new ScriptedResult());
        var source = new ScanSource.Rows(["a", "b"], [DataType.Int32, DataType.Array(DataType.Numeric(12, 3))], [Rows.Numbers(1), Rows.Numbers(2)]);

        await using var result = await Service(pair).ExecuteAsync(Twice with { Pieces = ["", ""], Scans = [source], Parameters = null }, default);

        Assert.Null(await result.ReadAsync(default));
        var arrived = Assert.IsType<ScanSource.Rows>(Assert.Single(pair.Silo.Queries).Scans[0]);
        Assert.Equal(source.Names, arrived.Names);
        Assert.Equal(source.Types, arrived.Types);
        Assert.Equal([1, 2], arrived.Batches.Select(batch => batch.Find("n")!.Get<int>(0)));
    }

    [Fact]
    public async Task A_statement_that_fails_later_gives_its_error_after_its_rows()
    {
        await using var pair = await MessagingPair.StartAsync();
        pair.Silo.OnQuery = (_, _) => Task.FromResult<IQueryResult>(
            new ScriptedResult(Result(1)) { AtEnd = new GranaryException(ErrorKind.Invalid, SqlState.DivisionByZero, "division by zero") });
        await using var result = await Service(pair).ExecuteAsync(Twice, default);

        Assert.NotNull(await result.ReadAsync(default));
        Assert.Equal(SqlState.DivisionByZero, (await Assert.ThrowsAsync<GranaryException>(() => result.ReadAsync(default).AsTask())).SqlState);
    }

    [Fact]
    public async Task A_silo_lost_among_the_rows_is_an_error_that_can_be_retried()
    {
        await using var pair = await MessagingPair.StartAsync();
        pair.Silo.OnQuery = (_, _) => Task.FromResult<IQueryResult>(new ScriptedResult(Result(1), Result(2)) { IsEndless = true });
        await using var result = await Service(pair).ExecuteAsync(Twice, default);
        Assert.NotNull(await result.ReadAsync(default));

        pair.Proxy.CutAfter(0);

        var error = await Assert.ThrowsAsync<GranaryException>(async () =>
        {
            while (true) await result.ReadAsync(default);
        });
        Assert.Equal(ErrorKind.Unavailable, error.Kind);
    }

    [Fact]
    public async Task A_reader_that_waits_holds_the_silo_back()
    {
        await using var pair = await MessagingPair.StartAsync();
        var endless = new ScriptedResult(Rows.Text(1 << 20)) { IsEndless = true };
        pair.Silo.OnQuery = (_, _) => Task.FromResult<IQueryResult>(endless);
        var request = Twice with { ResultNames = ["t"], ResultTypes = [DataType.Text] };
        await using var result = await Service(pair).ExecuteAsync(request, default);
        Assert.NotNull(await result.ReadAsync(default));

        // until nothing has been read for a while
        int before;
        do
        {
            before = endless.ReadCount;
            await Task.Delay(500);
        }
        while (endless.ReadCount != before);

        Assert.InRange(before, 1, 64); // MiB: windows and sockets, and no more
        for (var i = 0; i < 100; i++) Assert.NotNull(await result.ReadAsync(default));
    }

    [Fact]
    public async Task Leaving_a_result_ends_the_statement_at_the_silo()
    {
        await using var pair = await MessagingPair.StartAsync();
        var endless = new ScriptedResult(Result(1)) { IsEndless = true };
        pair.Silo.OnQuery = (_, _) => Task.FromResult<IQueryResult>(endless);
        await using (var result = await Service(pair).ExecuteAsync(Twice, default)) await result.ReadAsync(default);

        await endless.Disposed.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Cancelling_reaches_a_statement_that_has_no_rows_yet()
    {
        await using var pair = await MessagingPair.StartAsync();
        var (begun, cancelled) = (new TaskCompletionSource(), new TaskCompletionSource());
        pair.Silo.OnQuery = async (_, token) =>
        {
            begun.SetResult();
            await using var registration = token.Register(cancelled.SetResult);
            await Task.Delay(Timeout.Infinite, token);
            throw new System.Diagnostics.UnreachableException();
        };
        using var source = new CancellationTokenSource();
        var running = Service(pair).ExecuteAsync(Twice, source.Token);
        await begun.Task;

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    private static RoutedQueryService Service(MessagingPair pair)
    {
        var types = new GrainTypeRegistry([new GrainTypeDefinition { Name = TableGrainReference.GrainTypeName, Interface = typeof(ITableGrain), CreateReference = (grain, caller) => new TableGrainReference(grain, caller) }]);
        return new RoutedQueryService(
            pair.Client, new OneSilo(pair.Address), new LocalGrainDirectory(), new RendezvousPlacementDirector(), types, TimeProvider.System);
    }

    private static ScanSource[] Same(ScanSource source) => [source, source];

    private static ColumnBatch Result(params int[] values) => Rows.Numbers(values);

    private sealed class OneSilo(SiloAddress silo) : IMembership
    {
        public event Action<MembershipView>? Changed
        {
            add { }
            remove { }
        }

        public SiloAddress Local => new("gateway", 1);

        public IReadOnlyList<SiloAddress> LiveSilos => [silo];

        public MembershipView View => throw new NotSupportedException();

        public bool IsCertain => true;
    }

    private sealed class ScriptedResult(params ColumnBatch[] batches) : IQueryResult
    {
        private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _next;

        public IReadOnlyList<string> Warnings { get; init; } = [];

        public GranaryException? AtEnd { get; init; }

        public bool IsEndless { get; init; }

        public int ReadCount => Volatile.Read(ref _next);

        public Task Disposed => _disposed.Task;

        public ValueTask<ColumnBatch?> ReadAsync(CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var place = Interlocked.Increment(ref _next) - 1;
            if (IsEndless || place < batches.Length) return ValueTask.FromResult<ColumnBatch?>(batches[place % batches.Length]);
            return AtEnd is null ? ValueTask.FromResult<ColumnBatch?>(null) : throw AtEnd;
        }

        public ValueTask DisposeAsync()
        {
            _disposed.TrySetResult();
            return ValueTask.CompletedTask;
        }
    }
}
