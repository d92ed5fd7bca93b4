using Granary.Engine.Query;
using Granary.Gateway;
using Granary.Gateway.Postgres.Sessions;
using Granary.Grains;
using Granary.Runtime;
using Granary.Runtime.Lifecycle;
using Granary.Silo.Configuration;

namespace Granary.Silo.Hosting;

/// <summary>
/// The life of the process:
/// 1. the data directory is proved, the native library loaded, the ports opened: clients get 57P03, `/ready` 503;
/// 2. the write-ahead log is locked, read and replayed;
/// 3. statements are served until a signal comes;
/// 4. no new connections, running statements end, tables flush, everything closes; a second signal cuts this short.
/// </summary>
internal sealed class SiloHost(
    WebApplication app,
    SiloOptions options,
    Listeners listeners,
    StartupMessages messages,
    SiloStatus status,
    GatewayState gateway,
    PostgresSessions sessions,
    IActorRuntime runtime,
    TimeProvider time)
{
    /// <summary>Exit code of a program that was told twice to stop, as shells give it for Ctrl-C.</summary>
    private const int InterruptedExitCode = 130;

    private static readonly TimeSpan SessionsDeadline = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan CloseDeadline = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FlushDeadline = TimeSpan.FromSeconds(8);

    private bool HostsTables => options.Cluster is null or { HostsGrains: true };

    private IClusterMember Member => app.Services.GetRequiredService<IClusterMember>();

    /// <summary>Lives; gives the exit code.</summary>
    public async Task<int> RunAsync()
    {
        using var signals = new ShutdownSignals();
        try
        {
            await StartAsync(signals.Requested);
            await signals.RequestedAsync();
        }
        catch (OperationCanceledException) when (signals.Requested.IsCancellationRequested)
        {
            // Asked to stop while starting.
        }
        return await CloseAsync(await StopAsync(signals.Insisted));
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        if (HostsTables)
        {
            options.Data.Prepare();
            app.Services.GetRequiredService<QueryEngine>();
        }
        if (options.Cluster is not null) await Member.PrepareAsync(ClusterComposition.SharedSettings(options), cancellationToken);
        await listeners.OpenAsync(app, cancellationToken);
        messages.Listening();
        status.Enter(SiloStage.Replaying);
        if (options.Cluster is not null) await Member.JoinAsync(cancellationToken);
        // Opening the log reads all of it: not on a thread that connections need.
        var replayed = !HostsTables ? 0 : await Task.Factory.StartNew(
            () => app.Services.GetRequiredService<TableRecovery>().RunAsync(cancellationToken),
            cancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap();
        runtime.Start();
        if (options.Cluster is { HostsGrains: true }) app.Services.GetRequiredService<AbandonedTables>().Start();
        gateway.Open();
        status.Enter(SiloStage.Ready);
        messages.Ready(replayed);
    }

    private async Task<int> StopAsync(CancellationToken insisted)
    {
        messages.Draining();
        status.Enter(SiloStage.Draining);
        using var sessionsDeadline = new CancellationTokenSource(SessionsDeadline, time);
        using var flushDeadline = new CancellationTokenSource(FlushDeadline, time);
        using var sessionsEnd = CancellationTokenSource.CreateLinkedTokenSource(sessionsDeadline.Token, insisted);
        using var flushEnd = CancellationTokenSource.CreateLinkedTokenSource(flushDeadline.Token, insisted);

        // in a cluster the port for messages stays open until the tables have been handed over
        var closed = options.Cluster is null ? app.StopAsync(sessionsEnd.Token) : Task.CompletedTask;
        await Task.WhenAll(sessions.DrainAsync(sessionsEnd.Token), closed);
        if (HostsTables) messages.Flushing(runtime.ActivationCount);
        await FlushAsync(flushEnd.Token);
        if (options.Cluster is not null) await app.StopAsync(new CancellationToken(canceled: true));
        status.Enter(SiloStage.Stopped);
        if (insisted.IsCancellationRequested) messages.Aborted();
        else messages.Stopped();
        return insisted.IsCancellationRequested ? InterruptedExitCode : 0;
    }

    private async Task FlushAsync(CancellationToken hurry)
    {
        try
        {
            // The hooks end soon after the token; a call that hangs in a grain must not keep the process.
            await runtime.StopAsync(hurry).WaitAsync(FlushDeadline + TimeSpan.FromMilliseconds(500), time, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            messages.NotFlushed();
        }
    }

    /// <summary>Closes everything. A part that can't be closed in time, such as a statement deep in native code, is left to the system.</summary>
    private async Task<int> CloseAsync(int exitCode)
    {
        try
        {
            await Task.Run(() => app.DisposeAsync().AsTask()).WaitAsync(exitCode == 0 ? CloseDeadline : TimeSpan.Zero, time);
        }
        catch (TimeoutException)
        {
            Environment.Exit(exitCode);
        }
        return exitCode;
    }
}
