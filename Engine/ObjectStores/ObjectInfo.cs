namespace Granary.Engine.ObjectStores;

/// <summary>What a store says about an object without reading it.</summary>
/// <param name="Key">The object's whole key.</param>
/// <param name="SizeBytes">The length of its body.</param>
/// <param name="LastModified">When it was written, by the store's clock.</param>
public readonly record struct ObjectInfo(string Key, long SizeBytes, DateTimeOffset LastModified);
