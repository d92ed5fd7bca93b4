namespace Granary.Grains.Interfaces.Query;

/// <summary>The projects a scan reads.</summary>
public abstract record ProjectSelection
{
    private ProjectSelection()
    {
    }

    /// <summary>All projects that the session may see.</summary>
    public sealed record All : ProjectSelection;

    /// <summary>Exactly these projects; those that don't exist hold no rows.</summary>
    /// <param name="Projects">The projects, each once.</param>
    public sealed record Only(IReadOnlyList<ProjectId> Projects) : ProjectSelection;
}
