using Granary.Engine.ObjectStores;

namespace Granary.Engine;

/// <summary>Where a project's tables lie.</summary>
/// <param name="Objects">The store.</param>
/// <param name="Paths">The names in it.</param>
public sealed record TableStore(IObjectStore Objects, ObjectPaths Paths);
