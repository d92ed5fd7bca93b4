using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Ingest;
using Granary.Grains.Interfaces.Query;
using Granary.Runtime;
using Granary.Runtime.Membership;
using Granary.Runtime.Messaging;

namespace Granary.Cluster.Tests.Messaging;

/// <summary>A silo whose one table grain, and whose statements, do what the test says.</summary>
internal sealed class ScriptedSilo : IMessageReceiver, ITableGrain, IQueryService
{
    public List<AppendRequest> Appended { get; } = [];

    public List<QueryRequest> Queries { get; } = [];

    public List<GrainId> Activated { get; } = [];

    public object? InsteadOfAnswer { get; set; }

    public Func<AppendRequest, CancellationToken, Task<AppendResult>> OnAppend { get; set; } =
        (request, _) => Task.FromResult(new AppendResult(request.RowCount, 7));

    public Func<TableScanRequest, TableScan> OnScan { get; set; } = _ => throw new NotSupportedException();

    public Func<QueryRequest, CancellationToken, Task<IQueryResult>> OnQuery { get; set; } = (_, _) => throw new NotSupportedException();

    public async Task<MessageOutcome<TResult>> ReceiveAsync<TGrain, TArguments, TResult>(
        SiloAddress target, GrainId grain, GrainMethod<TGrain, TArguments, TResult> method, TArguments arguments, TimeSpan timeout, CancellationToken cancellationToken)
        where TGrain : class =>
        InsteadOfAnswer is MessageOutcome<TResult> outcome
            ? outcome
            : new MessageOutcome<TResult>.Answered(await method.Invoke((TGrain)(object)this, arguments, cancellationToken), IsUncertain: method.IsReadOnly);

    public Task ActivateAsync(SiloAddress target, GrainId grain, CancellationToken cancellationToken)
    {
        Activated.Add(grain);
        return Task.CompletedTask;
    }

    public Task<AppendResult> AppendAsync(AppendRequest request, CancellationToken cancellationToken)
    {
        lock (Appended) Appended.Add(request);
        return OnAppend(request, cancellationToken);
    }

    public Task<LoadId> BeginLoadAsync(CancellationToken cancellationToken) => Task.FromResult(new LoadId(5));

    public Task StageAsync(LoadId load, ColumnBatch rows, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<AppendResult> CommitLoadAsync(LoadId load, CancellationToken cancellationToken) => Task.FromResult(new AppendResult(load.Value, 1));

    public Task AbortLoadAsync(LoadId load, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<TableScan> OpenScanAsync(TableScanRequest request, CancellationToken cancellationToken) => Task.FromResult(OnScan(request));

    public Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IQueryResult> ExecuteAsync(QueryRequest request, CancellationToken cancellationToken)
    {
        Queries.Add(request);
        return OnQuery(request, cancellationToken);
    }
}
