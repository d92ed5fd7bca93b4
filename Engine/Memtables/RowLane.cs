namespace Granary.Engine.Memtables;

/// <summary>Where rows wait for their flush: late ones apart, so that they can't shred the newest days into small segments.</summary>
internal enum RowLane
{
    /// <summary>Rows of the newest days.</summary>
    Hot = 0,
    /// <summary>Rows of older days; they wait longer for company.</summary>
    Late = 1,
}
