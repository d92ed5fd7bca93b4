namespace Granary.Gateway.Http;

/// <summary>Tells `/status` what the silo holds; the host knows the parts.</summary>
public interface IStatusReporter
{
    /// <summary>The state now, from memory.</summary>
    StatusReport Report();
}
