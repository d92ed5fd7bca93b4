using Granary.Grains.Interfaces;
using Microsoft.Extensions.Logging;

namespace Granary.Engine;

/// <content>Log lines.</content>
public sealed partial class TableEngine
{
    [LoggerMessage(1, LogLevel.Information, "{Table}: replayed {Records} records; {Rows} rows wait for their flush")]
    private partial void LogReplayed(TableId table, int records, long rows);

    [LoggerMessage(2, LogLevel.Debug, "{Table}: flushed {Rows} rows, version {Version}")]
    private partial void LogFlushed(TableId table, long rows, long version);

    [LoggerMessage(3, LogLevel.Warning, "{Table}: a flush failed ({Failures} in a row); its rows are kept and it will be repeated")]
    private partial void LogFlushFailed(TableId table, int failures, Exception exception);

    [LoggerMessage(4, LogLevel.Warning, "{Table}: not all rows could be flushed at the end; the write-ahead log keeps them")]
    private partial void LogLeftInLog(TableId table, Exception exception);

    [LoggerMessage(5, LogLevel.Warning, "{Table}: the Delta log could not be tidied; the next interval tries again")]
    private partial void LogMaintenanceFailed(TableId table, Exception exception);

    [LoggerMessage(6, LogLevel.Error, "{Table}: an invariant is broken or an append's fate unknown; the table stops and must be activated anew")]
    private partial void LogBroken(TableId table, Exception exception);
}
