using Granary.Gateway.Postgres.Messages;
using Granary.Gateway.Postgres.Messages.Backend;
using Granary.Gateway.Postgres.Messages.Frontend;
using Granary.Gateway.Postgres.Sessions;
using Granary.Gateway.Postgres.Settings;
using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Errors;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Granary.Gateway.Postgres.Authentication;

/// <summary>
/// The start of a connection, and then its session: 1. encryption, if asked for and offered; 2. a cancel request ends here,
/// without a byte; 3. the start-up packet; 4. is there a server, a place, a database; 5. the password; 6. settings and keys;
/// 7. the session. Steps 1 to 5 together have <see cref="GatewayOptions.StartupTimeout"/>. Used by all connections.
/// </summary>
internal sealed class Handshake(
    SessionServices services, PostgresSessions sessions, GatewayState state, PasswordBook passwords, ServerCertificate certificate,
    ReceiveMemory receiveMemory)
{
    private const byte Accepted = (byte)'S';
    private const byte Refused = (byte)'N';

    public ILogger Log => services.Log;

    public async Task ServeAsync(ConnectionContext connection)
    {
        using var limit = new CancellationTokenSource(services.Options.StartupTimeout, services.Time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, connection.ConnectionClosed);
        var wire = new StartupWire(connection.Transport);
        var output = new ClientOutput(wire.Output, connection, services);
        try
        {
            var start = await NegotiateAsync(wire, ended.Token);
            if (start is null) return;
            output = new ClientOutput(wire.Output, connection, services);
            await AdmitAsync(connection, wire, output, start, ended.Token);
        }
        catch (GranaryException exception)
        {
            services.Instruments.ConnectionsRefused.Add(1, new KeyValuePair<string, object?>("sqlstate", ErrorMapping.SqlStateOf(exception)));
            ErrorResponseMessage.WriteError(output.Buffer, ErrorMapping.Report(exception, "FATAL"));
            await output.FlushAsync();
        }
        finally
        {
            await wire.CompleteAsync();
        }
    }

    /// <summary>Steps 1 to 3; null when the connection has done its work.</summary>
    private async ValueTask<StartupMessage.Start?> NegotiateAsync(StartupWire wire, CancellationToken cancellationToken)
    {
        while (true)
        {
            switch (await wire.ReadStartupAsync(cancellationToken))
            {
                case null: return null;
                case StartupMessage.SslRequest when certificate.Context is { } context && !wire.IsEncrypted:
                    await wire.AnswerAsync(Accepted, cancellationToken);
                    await wire.EncryptAsync(context, cancellationToken);
                    break;
                case StartupMessage.SslRequest or StartupMessage.GssEncodingRequest:
                    await wire.AnswerAsync(Refused, cancellationToken);
                    break;
                case StartupMessage.CancelRequest cancel:
                    sessions.Cancel(cancel.ProcessId, cancel.Secret);
                    return null;
                case StartupMessage.Start start: return start;
            }
        }
    }

    /// <summary>Step 4, and the rest while a place is held.</summary>
    private async ValueTask AdmitAsync(
        ConnectionContext connection, StartupWire wire, ClientOutput output, StartupMessage.Start start, CancellationToken cancellationToken)
    {
        if (start.MinorVersion > 0 || start.ProtocolOptions.Count > 0) NegotiateProtocolVersionMessage.Write(output.Buffer, start.ProtocolOptions);
        CheckPhase();
        if (!sessions.TryTakePlace())
        {
            throw new GranaryException(ErrorKind.Exhausted, SqlState.TooManyConnections, "sorry, too many clients already")
            {
                Hint = "MAX_PG_CONNECTIONS is the limit.",
            };
        }

        try
        {
            var identity = IdentityOf(start);
            var input = new MessageReader(wire.Input, receiveMemory, StartupMessage.MaxLength);
            try
            {
                await AuthenticateAsync(identity, wire, input, output, cancellationToken);
                input.MaxMessageBytes = services.Options.MaxMessageBytes;
                await RunSessionAsync(connection, identity, start, input, output);
            }
            finally
            {
                input.Release();
            }
        }
        finally
        {
            sessions.GiveBackPlace();
        }
    }

    private void CheckPhase()
    {
        switch (state.Phase)
        {
            case GatewayPhase.Serving: return;
            case GatewayPhase.Starting: throw new GranaryException(ErrorKind.Unavailable, SqlState.CannotConnectNow, "the database system is starting up");
            default: throw new GranaryException(ErrorKind.Unavailable, SqlState.CannotConnectNow, "the database system is shutting down");
        }
    }

    private SessionIdentity IdentityOf(StartupMessage.Start start)
    {
        var user = Last(start, "user");
        if (string.IsNullOrEmpty(user))
            throw new GranaryException(ErrorKind.Unauthorized, SqlState.InvalidAuthorizationSpecification, "no PostgreSQL user name specified in startup packet");
        if (Last(start, "replication") is { } replication && Settings.SettingValues.ParseBoolean(replication) != false)
            throw new GranaryException(ErrorKind.Unsupported, SqlState.FeatureNotSupported, "replication connections are not supported");
        var database = Last(start, "database") is { Length: > 0 } named ? named : user;
        return new SessionIdentity(sessions.NextProcessId(), user, database, SessionIdentity.ProjectOf(database));
    }

    /// <summary>Step 5. Whether the database can exist is told only to those who know the password.</summary>
    private async ValueTask AuthenticateAsync(
        SessionIdentity identity, StartupWire wire, MessageReader input, ClientOutput output, CancellationToken cancellationToken)
    {
        var login = new ScramLogin(input, output, wire.IsEncrypted ? certificate.Hash : null);
        if (!await login.RunAsync(passwords.Find(identity.User), cancellationToken))
            throw new GranaryException(ErrorKind.Unauthorized, SqlState.InvalidPassword, $"password authentication failed for user \"{identity.User}\"");
        if (ProjectId.Reject(identity.Database) is not null)
            throw new GranaryException(ErrorKind.NotFound, SqlState.InvalidCatalogName, $"database \"{identity.Database}\" does not exist");
    }

    /// <summary>Steps 6 and 7.</summary>
    private async ValueTask RunSessionAsync(
        ConnectionContext connection, SessionIdentity identity, StartupMessage.Start start, MessageReader input, ClientOutput output)
    {
        var settings = new SessionSettings(services.Settings);
        settings.SetFact(SettingNames.SessionAuthorization, identity.User);
        StartupSettings.Apply(start.Parameters, settings);
        using var scope = new SessionScope(services, identity, settings, input, output);
        var session = new Session(scope, connection.ConnectionClosed);
        SocketThread.Serve(connection);
        AuthenticationMessage.WriteOk(output.Buffer);
        session.ReportSettings();
        var secret = sessions.Add(identity.ProcessId, session);
        try
        {
            BackendKeyDataMessage.Write(output.Buffer, identity.ProcessId, secret);
            services.Log.SessionStarted(identity.ProcessId, identity.User, identity.Database);
            await session.RunAsync();
        }
        finally
        {
            sessions.Remove(identity.ProcessId);
            services.Log.SessionEnded(identity.ProcessId);
        }
    }

    private static string? Last(StartupMessage.Start start, string name) => start.Parameters.LastOrDefault(parameter => parameter.Key == name).Value;
}
