using System.Diagnostics;
using Granary.Gateway.Postgres.Messages.Backend;
using Granary.Gateway.Postgres.Settings;
using Granary.Grains.Interfaces.Errors;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Granary.Gateway.Postgres.Sessions;

/// <content>What the client is told besides rows: errors, changed settings, readiness.</content>
internal sealed partial class Session
{
    private readonly Dictionary<string, string> _reported = new(StringComparer.Ordinal);
    private int _reportedVersion = -1;

    /// <summary>Writes the settings that clients keep, those that have changed.</summary>
    public void ReportSettings()
    {
        if (_reportedVersion == _scope.Settings.Version) return;
        _reportedVersion = _scope.Settings.Version;
        foreach (var name in SettingNames.Reported)
        {
            var value = _scope.Settings.Get(name) ?? "";
            if (_reported.TryGetValue(name, out var old) && old == value) continue;
            _reported[name] = value;
            ParameterStatusMessage.Write(Buffer, name, value);
        }
    }

    private void WriteReady()
    {
        if (_reported.Count > 0) ReportSettings();
        if (Transaction.IsInBlock is false) DeliverNotifications();
        ReadyForQueryMessage.Write(Buffer, Transaction.Letter);
    }

    private void WriteError(Exception exception, string severity = "ERROR")
    {
        var report = ErrorMapping.Report(exception, severity);
        _scope.Services.Instruments.StatementErrors.Add(1, new TagList { { "sqlstate", report.SqlState } });
        LogError(exception, report);
        ErrorResponseMessage.WriteError(Buffer, report);
    }

    private void LogError(Exception exception, ClientReport report)
    {
        switch (ErrorMapping.LogLevelOf(exception))
        {
            case LogLevel.Error: _scope.Services.Log.StatementBroke(exception, _scope.Identity.ProcessId, report.SqlState); break;
            case LogLevel.Warning: _scope.Services.Log.StatementRefused(_scope.Identity.ProcessId, report.SqlState, report.Message); break;
            default: _scope.Services.Log.StatementFailed(_scope.Identity.ProcessId, report.SqlState, report.Message); break;
        }
    }

    /// <summary>The connection can't go on: says why, if it still can.</summary>
    private async ValueTask EndAsync(Exception exception)
    {
        try
        {
            if (exception is not (GranaryException or IOException)) LogError(exception, ErrorMapping.Report(exception));
            if (exception is not GranaryException known) return;
            ErrorResponseMessage.WriteError(Buffer, ErrorMapping.Report(known, "FATAL"));
            await _scope.Output.FlushAsync();
        }
        catch (Exception second) when (second is IOException or ConnectionAbortedException)
        {
            _scope.Services.Log.ClientGone(_scope.Identity.ProcessId);
        }
    }
}
