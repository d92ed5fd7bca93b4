namespace Granary.Grains.Interfaces.Ingest;

/// <summary>Names a load that a grain has begun; unknown after the grain's restart.</summary>
/// <param name="Value">A number unique in the activation.</param>
public readonly record struct LoadId(long Value);
