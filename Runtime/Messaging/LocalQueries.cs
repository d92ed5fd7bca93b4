using Granary.Grains.Interfaces.Query;

namespace Granary.Runtime.Messaging;

/// <summary>The queries that run in this process, whoever asks: what a silo answers statements of gateways with.</summary>
/// <param name="Service">Runs them here.</param>
public sealed record LocalQueries(IQueryService Service);
