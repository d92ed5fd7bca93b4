namespace Granary.Engine.DuckDb;

/// <summary>One pass over a source; several threads may fill chunks at the same time.</summary>
internal interface IScan
{
    /// <summary>How many threads can be of use.</summary>
    int MaxThreads { get; }

    /// <summary>Fills the next chunk and returns the number of its rows; 0 after the last.</summary>
    int Fill(ScanChunk chunk);
}
