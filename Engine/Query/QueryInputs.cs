namespace Granary.Engine.Query;

/// <summary>The inputs of a statement's scans, in their order, and what keeps them in place until the statement ends.</summary>
internal sealed record QueryInputs(IReadOnlyList<ScanInput> Scans)
{
    /// <summary>Disposed once the statement has read everything or was given up, for example places in the segment cache.</summary>
    public IReadOnlyList<IDisposable> Leases { get; init; } = [];

    /// <summary>What the client should know of the inputs.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
