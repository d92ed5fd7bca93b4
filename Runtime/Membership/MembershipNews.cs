using Granary.Runtime.ConfigurationDatabase;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Granary.Runtime.Membership;

/// <summary>Listens for announced changes on a connection of its own. Only makes news faster: what it misses is polled.</summary>
internal sealed partial class MembershipNews(ClusterDatabase database, TimeProvider time, ILogger<MembershipNews> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Calls back at each announcement, and each time that it begins to listen, until it is cancelled.</summary>
    public async Task RunAsync(string channel, Action heard, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(channel, heard, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error) when (error is NpgsqlException or IOException or TimeoutException)
            {
                LogInterrupted(logger, error.Message);
            }
            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ListenAsync(string channel, Action heard, CancellationToken cancellationToken)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
        connection.Notification += (_, _) => heard();
        await using (var listen = new NpgsqlCommand($"listen \"{channel}\"", connection)) await listen.ExecuteNonQueryAsync(cancellationToken);
        heard();
        while (true) await connection.WaitAsync(cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Listening for changes of the membership was interrupted: {Reason}")]
    private static partial void LogInterrupted(ILogger logger, string reason);
}
