namespace Granary.Engine.WriteAheadLog;

/// <summary>A log of this process alone: nobody else will ever replay what it holds, so the process does that when it starts.</summary>
public interface ILocalWriteAheadLog : IWriteAheadLog
{
    /// <summary>The keys of the grains that had records when the log was opened and have not released all of them.</summary>
    IReadOnlyList<string> GrainsToRecover { get; }
}
