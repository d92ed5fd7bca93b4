using System.Globalization;
using Granary.Engine.DuckDb;
using Granary.Engine.DuckDb.Conversion;
using Granary.Grains.Interfaces.Errors;
using Granary.Grains.Interfaces.Tables;

namespace Granary.Engine.Segments;

/// <summary>
/// Encodes rows into Parquet files:
/// 1. the statistics are computed from the columns;
/// 2. DuckDB reads the rows in the segment's order through the scan table function and writes the file; columns without any
/// value are not scanned but named as NULLs (of the built-in tables' many columns most rows use a few);
/// 3. a file that was not finished is deleted.
/// The database is its own, with its own memory, and can write only into the staging directory.
/// </summary>
internal sealed class SegmentWriter : IDisposable
{
    /// <summary>The level at flush: level 3 costs time and gains nothing (facts: 102.9 against 104.2 MB for a million rows).</summary>
    public const int FlushCompressionLevel = 1;

    /// <summary>The level in compaction: double the time for 6 % fewer bytes.</summary>
    public const int CompactionCompressionLevel = 9;

    private readonly SegmentWriterOptions _options;
    private readonly DuckDbDatabase _database;
    private readonly DuckDbWorkers _workers;

    public SegmentWriter(SegmentWriterOptions options, string stagingDirectory)
    {
        _options = options;
        StagingDirectory = Directory.CreateDirectory(stagingDirectory).FullName;
        _database = DuckDbDatabase.Open(new DuckDbDatabaseOptions
        {
            MemoryLimitBytes = options.MemoryLimitBytes,
            Threads = options.Threads,
            TempDirectory = Path.Combine(StagingDirectory, "spill"),
            MaxTempDirectoryBytes = 16L << 30,
            AllowedDirectories = [StagingDirectory],
            // the scan gives whole row groups to each thread; keeping their exact order would leave one thread writing
            PreserveInsertionOrder = false,
        });
        _workers = new DuckDbWorkers("segment writer", options.MaxConcurrentWrites);
    }

    /// <summary>The only directory that files can be written to.</summary>
    public string StagingDirectory { get; }

    /// <summary>Encodes rows, with all columns of the schema, into a new file of the staging directory.</summary>
    public async Task<WrittenSegment> WriteAsync(
        TableSchema schema, SegmentRows rows, string fileName, int compressionLevel, CancellationToken cancellationToken)
    {
        string path = Path.Combine(StagingDirectory, fileName);
        return await _workers.RunAsync(() => Write(schema, rows, path, compressionLevel, cancellationToken));
    }

    public void Dispose()
    {
        _workers.Dispose();
        _database.Dispose();
    }

    private WrittenSegment Write(
        TableSchema schema, SegmentRows rows, string path, int compressionLevel, CancellationToken cancellationToken)
    {
        SegmentStatistics statistics = SegmentStatistics.Compute(schema, rows.Batches);
        var source = new SegmentScanSource(schema, rows, _options.RowGroupRowCount, _options.Threads);
        try
        {
            using ScanRegistration scan = _database.Scans.Register(source);
            using DuckDbConnection connection = _database.Connect();
            using DuckDbStatement statement = connection.PrepareUncached(CopyStatement(schema, rows, scan, path, compressionLevel));
            using DuckDbResult result = statement.Start(cancellationToken);
            result.Fetch()?.Dispose();
            GC.KeepAlive(rows);
            return new WrittenSegment(path, new FileInfo(path).Length, statistics);
        }
        catch (DuckDbException error)
        {
            if (File.Exists(path))
                File.Delete(path);
            throw Translate(error);
        }
    }

    private string CopyStatement(TableSchema schema, SegmentRows rows, ScanRegistration scan, string path, int compressionLevel)
    {
        IEnumerable<string> columns = schema.Columns.Select(
            column => $"{StoredForm.ToStored(Source(column, rows), column.Type)} AS {SqlText.Identifier(column.Name)}");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            COPY (SELECT {string.Join(", ", columns)} FROM {scan.TableExpression}) TO {SqlText.Literal(path)}
            (FORMAT parquet, PARQUET_VERSION V2, COMPRESSION zstd, COMPRESSION_LEVEL {compressionLevel}, ROW_GROUP_SIZE {_options.RowGroupRowCount})
            """);
    }

    private static string Source(ColumnDefinition column, SegmentRows rows) => rows.HasValues(column.Name)
        ? SqlText.Identifier(column.Name)
        : $"NULL::{ColumnTypes.SqlName(column.Type)}";

    private static GranaryException Translate(DuckDbException error) =>
        error.Type == DuckDb.Native.DuckDbErrorType.Io
            ? new GranaryException(ErrorKind.Exhausted, SqlState.DiskFull, "a segment could not be written to the staging directory", error)
            : DuckDbErrors.ToGranary(error);
}
