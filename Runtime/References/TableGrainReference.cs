using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Ingest;
using Granary.Grains.Interfaces.Query;

namespace Granary.Runtime.References;

/// <summary>A table grain wherever it is. One descriptor a method; the messages of the cluster hang on these.</summary>
public sealed class TableGrainReference : GrainReference, ITableGrain
{
    /// <summary>The grain type's stable name.</summary>
    public const string GrainTypeName = "table";

    // These wait for room, for the store or for a large commit; their limits are the engine's and the statement's.
    private static readonly GrainMethod<ITableGrain, AppendRequest, AppendResult> Append =
        new(nameof(AppendAsync), static (grain, request, token) => grain.AppendAsync(request, token))
        {
            IsWrite = true,
            IsRepeatable = static request => request.BatchId is not null,
            Codec = TableGrainCodecs.Append,
        };

    private static readonly GrainMethod<ITableGrain, NoResult, LoadId> BeginLoad =
        new(nameof(BeginLoadAsync), static (grain, _, token) => grain.BeginLoadAsync(token)) { Codec = TableGrainCodecs.BeginLoad };

    private static readonly GrainMethod<ITableGrain, (LoadId Load, ColumnBatch Rows), NoResult> Stage =
        new(nameof(StageAsync), static (grain, arguments, token) => NoResult.After(grain.StageAsync(arguments.Load, arguments.Rows, token)))
        {
            Deadline = Timeout.InfiniteTimeSpan,
            Codec = TableGrainCodecs.Stage,
        };

    private static readonly GrainMethod<ITableGrain, LoadId, AppendResult> CommitLoad =
        new(nameof(CommitLoadAsync), static (grain, load, token) => grain.CommitLoadAsync(load, token))
        {
            IsWrite = true,
            Deadline = Timeout.InfiniteTimeSpan,
            Codec = TableGrainCodecs.CommitLoad,
        };

    private static readonly GrainMethod<ITableGrain, LoadId, NoResult> AbortLoad =
        new(nameof(AbortLoadAsync), static (grain, load, token) => NoResult.After(grain.AbortLoadAsync(load, token)))
        {
            Deadline = Timeout.InfiniteTimeSpan,
            Codec = TableGrainCodecs.AbortLoad,
            IsRepeatable = static _ => true,
        };

    private static readonly GrainMethod<ITableGrain, TableScanRequest, TableScan> OpenScan =
        new(nameof(OpenScanAsync), static (grain, request, token) => grain.OpenScanAsync(request, token))
        {
            IsReadOnly = true,
            Codec = TableGrainCodecs.OpenScan,
        };

    private static readonly GrainMethod<ITableGrain, NoResult, NoResult> Flush =
        new(nameof(FlushAsync), static (grain, _, token) => NoResult.After(grain.FlushAsync(token)))
        {
            Deadline = Timeout.InfiniteTimeSpan,
            Codec = TableGrainCodecs.Flush,
            IsRepeatable = static _ => true,
        };

    /// <summary>What the runtime knows of tables, in a process that hosts none.</summary>
    /// <param name="isRepeating">Whether appends are sent again when their outcome is unknown: in a cluster.</param>
    /// <param name="time">The clock.</param>
    public static GrainTypeDefinition Definition(bool isRepeating, TimeProvider time)
    {
        var writers = isRepeating ? new BatchWriters(time) : null;
        return new GrainTypeDefinition
        {
            Name = GrainTypeName,
            Interface = typeof(ITableGrain),
            CreateReference = (grainId, caller) => new TableGrainReference(grainId, caller, writers),
            Methods = Methods,
        };
    }

    /// <summary>All methods, for those who receive messages.</summary>
    public static IReadOnlyList<GrainMethod> Methods { get; } = [Append, BeginLoad, Stage, CommitLoad, AbortLoad, OpenScan, Flush];

    private readonly BatchWriters? _writers;

    /// <summary>Refers to a table.</summary>
    /// <param name="grainId">The grain.</param>
    /// <param name="caller">The way to call it.</param>
    public TableGrainReference(GrainId grainId, IGrainCaller caller)
        : base(grainId, caller)
    {
    }

    internal TableGrainReference(GrainId grainId, IGrainCaller caller, BatchWriters? writers)
        : this(grainId, caller) => _writers = writers;

    /// <inheritdoc/>
    public Task<AppendResult> AppendAsync(AppendRequest request, CancellationToken cancellationToken) =>
        _writers is null ? CallAsync(Append, request, cancellationToken) : AppendRepeatablyAsync(_writers, request, cancellationToken);

    /// <inheritdoc/>
    public Task<LoadId> BeginLoadAsync(CancellationToken cancellationToken) =>
        CallAsync(BeginLoad, default, cancellationToken);

    /// <inheritdoc/>
    public Task StageAsync(LoadId load, ColumnBatch rows, CancellationToken cancellationToken) =>
        CallAsync(Stage, (load, rows), cancellationToken);

    /// <inheritdoc/>
    public Task<AppendResult> CommitLoadAsync(LoadId load, CancellationToken cancellationToken) =>
        CallAsync(CommitLoad, load, cancellationToken);

    /// <inheritdoc/>
    public Task AbortLoadAsync(LoadId load, CancellationToken cancellationToken) =>
        CallAsync(AbortLoad, load, cancellationToken);

    /// <inheritdoc/>
    public Task<TableScan> OpenScanAsync(TableScanRequest request, CancellationToken cancellationToken) =>
        CallAsync(OpenScan, request, cancellationToken);

    /// <inheritdoc/>
    public Task FlushAsync(CancellationToken cancellationToken) => CallAsync(Flush, default, cancellationToken);

    /// <summary>Gives the request an id, so that it can be sent again when its silo dies before it answers.</summary>
    private async Task<AppendResult> AppendRepeatablyAsync(BatchWriters writers, AppendRequest request, CancellationToken cancellationToken)
    {
        var id = writers.Take();
        var result = await CallAsync(Append, request with { BatchId = id }, cancellationToken);
        writers.Answered(id);
        return result;
    }
}
