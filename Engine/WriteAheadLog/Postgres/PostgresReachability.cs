using Microsoft.Extensions.Logging;

namespace Granary.Engine.WriteAheadLog.Postgres;

/// <summary>Knows since when PostgreSQL can't be reached, so that writers needn't wait to hear it again. Safe for concurrent use.</summary>
internal sealed partial class PostgresReachability(TimeSpan bound, TimeProvider time, ILogger logger)
{
    private readonly Lock _lock = new();
    private long? _awaySince;
    private string _reason = "";

    /// <summary>Why appends are refused, or null while PostgreSQL is there or hasn't been away for long.</summary>
    public string? Refusal
    {
        get
        {
            lock (_lock)
            {
                if (_awaySince is not { } since || time.GetElapsedTime(since) < bound) return null;
                return $"the write-ahead log in PostgreSQL can't be reached: {_reason}";
            }
        }
    }

    /// <summary>A statement or a connection failed.</summary>
    public void Failed(Exception exception)
    {
        lock (_lock)
        {
            _reason = exception.Message;
            if (_awaySince is not null) return;
            _awaySince = time.GetTimestamp();
        }

        LogAway(exception);
    }

    /// <summary>A statement was answered.</summary>
    public void Succeeded()
    {
        lock (_lock)
        {
            if (_awaySince is null) return;
            _awaySince = null;
        }

        LogBack();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The write-ahead log in PostgreSQL can't be reached; what was sent is sent again")]
    private partial void LogAway(Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "The write-ahead log in PostgreSQL is back")]
    private partial void LogBack();
}
