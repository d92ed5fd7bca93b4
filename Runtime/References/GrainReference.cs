namespace Granary.Runtime.References;

/// <summary>The base of hand-written references: the grain's identity and the way to call it. Equal when they name the same grain.</summary>
public abstract class GrainReference : IEquatable<GrainReference>
{
    private readonly IGrainCaller _caller;

    private protected GrainReference(GrainId grainId, IGrainCaller caller)
    {
        GrainId = grainId;
        _caller = caller;
    }

    /// <summary>The grain.</summary>
    public GrainId GrainId { get; }

    /// <inheritdoc/>
    public bool Equals(GrainReference? other) => other is not null && other.GrainId == GrainId;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as GrainReference);

    /// <inheritdoc/>
    public override int GetHashCode() => GrainId.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => GrainId.ToString();

    private protected Task<TResult> CallAsync<TGrain, TArguments, TResult>(
        GrainMethod<TGrain, TArguments, TResult> method, TArguments arguments, CancellationToken cancellationToken)
        where TGrain : class => _caller.CallAsync(GrainId, method, arguments, cancellationToken);
}
