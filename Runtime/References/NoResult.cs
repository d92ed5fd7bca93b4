namespace Granary.Runtime.References;

/// <summary>The result of a method whose task gives none, so that every grain method has one shape.</summary>
internal readonly record struct NoResult
{
    /// <summary>Gives no result when the task ends.</summary>
    public static Task<NoResult> After(Task task) => task.IsCompletedSuccessfully ? Completed : AwaitAsync(task);

    private static readonly Task<NoResult> Completed = Task.FromResult(default(NoResult));

    private static async Task<NoResult> AwaitAsync(Task task)
    {
        await task;
        return default;
    }
}
