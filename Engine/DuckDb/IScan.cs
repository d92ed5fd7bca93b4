namespace Granary.Engine.DuckDb;

/// <summary>One pass over a source, shared by the threads that take part in it.</summary>
internal interface IScan
{
    /// <summary>How many threads can be of use.</summary>
    int MaxThreads { get; }

    /// <summary>Begins the part of one thread; called on any thread.</summary>
    IScanCursor CreateCursor();
}
