namespace Granary.Engine.DuckDb;

/// <summary>What one thread reads of a pass.</summary>
internal interface IScanCursor
{
    /// <summary>Fills the next chunk and returns the number of its rows; 0 after the thread's last.</summary>
    int Fill(ScanChunk chunk);
}
