using Microsoft.Extensions.Logging;

namespace Granary.Runtime.Membership;

/// <content>What is logged of a process's life in the cluster.</content>
internal sealed partial class ClusterMembership
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Joined the cluster '{Cluster}' as {Silo}")]
    private static partial void LogJoined(ILogger logger, SiloAddress silo, string cluster);

    [LoggerMessage(Level = LogLevel.Information, Message = "Members now: {View}")]
    private static partial void LogChanged(ILogger logger, MembershipView view);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Declared {Silo} dead: no heartbeat for {DeadAfter}")]
    private static partial void LogDeclaredDead(ILogger logger, SiloAddress silo, TimeSpan deadAfter);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Silo}, this process, was declared dead: it drops its grains and joins anew")]
    private static partial void LogWasDeclaredDead(ILogger logger, SiloAddress silo);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The configuration database {Location} can't be reached; writes are refused until it can")]
    private static partial void LogUnreachable(ILogger logger, Exception error, string location);

    [LoggerMessage(Level = LogLevel.Information, Message = "The configuration database {Location} is reached again")]
    private static partial void LogReachable(ILogger logger, string location);

    [LoggerMessage(Level = LogLevel.Error, Message = "Another process has joined the cluster as {Endpoint}; this one stays out until that has gone. Give each its own GRANARY_ADVERTISED_HOST or GRANARY_CLUSTER_PORT")]
    private static partial void LogEndpointTaken(ILogger logger, string endpoint);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Could not tell the cluster that this process is {Status}: {Reason}")]
    private static partial void LogStatusNotSet(ILogger logger, string reason, MemberStatus status);
}
