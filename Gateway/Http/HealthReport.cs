namespace Granary.Gateway.Http;

/// <summary>What `/health` and `/ready` say.</summary>
/// <param name="Status">`ok`, or the stage that the silo is in.</param>
internal sealed record HealthReport(string Status);
