namespace Granary.Grains.Interfaces.Query;

/// <summary>What a query wants from one table grain.</summary>
/// <param name="Columns">The columns that are read, in any order.</param>
/// <param name="Ranges">Ranges that all wanted rows lie in.</param>
public sealed record TableScanRequest(IReadOnlyList<string> Columns, IReadOnlyList<PruningRange> Ranges);
