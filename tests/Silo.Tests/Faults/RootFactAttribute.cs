namespace Granary.Silo.Tests.Faults;

/// <summary>A test that needs root, skipped with that reason for others.</summary>
internal sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute()
    {
        if (!Environment.IsPrivilegedProcess) Skip = "only root may mount a file system";
    }
}
