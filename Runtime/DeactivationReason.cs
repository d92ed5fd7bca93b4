namespace Granary.Runtime;

/// <summary>Why an activation ends.</summary>
public enum DeactivationReason
{
    /// <summary>Not set: a bug.</summary>
    Unspecified = 0,
    /// <summary>No call for <see cref="RuntimeOptions.IdleAge"/>.</summary>
    Idle = 1,
    /// <summary>The grain asked for it, for example after a broken invariant.</summary>
    ApplicationRequested = 2,
    /// <summary>The silo stops or hands the grain over.</summary>
    ShuttingDown = 3,
    /// <summary>Another owner has the grain now.</summary>
    Fenced = 4,
}
