using Granary.Engine.Delta.Actions;
using Granary.Engine.DuckDb;
using Granary.Engine.DuckDb.Native;
using Granary.Grains.Interfaces.Errors;

namespace Granary.Engine.Delta;

/// <summary>
/// Reads and writes log checkpoints with DuckDB: the actions' JSON lines are what it converts from and to Parquet, so that a
/// log checkpoint and the commits have one code for their fields.
/// </summary>
internal sealed class DuckDbLogCheckpointFormat : ILogCheckpointFormat, IDisposable
{
    private const string Columns = """
        {protocol: 'STRUCT(minReaderVersion INTEGER, minWriterVersion INTEGER, readerFeatures VARCHAR[], writerFeatures VARCHAR[])',
         metaData: 'STRUCT(id VARCHAR, name VARCHAR, description VARCHAR, format STRUCT(provider VARCHAR, options MAP(VARCHAR, VARCHAR)), schemaString VARCHAR, partitionColumns VARCHAR[], createdTime BIGINT, configuration MAP(VARCHAR, VARCHAR))',
         txn: 'STRUCT(appId VARCHAR, "version" BIGINT, lastUpdated BIGINT)',
         add: 'STRUCT(path VARCHAR, partitionValues MAP(VARCHAR, VARCHAR), size BIGINT, modificationTime BIGINT, dataChange BOOLEAN, stats VARCHAR, tags MAP(VARCHAR, VARCHAR))',
         remove: 'STRUCT(path VARCHAR, deletionTimestamp BIGINT, dataChange BOOLEAN, extendedFileMetadata BOOLEAN, partitionValues MAP(VARCHAR, VARCHAR), size BIGINT)'}
        """;

    private readonly DuckDbDatabase _database;
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);

    public DuckDbLogCheckpointFormat(long memoryLimitBytes)
    {
        Directory.CreateDirectory(ScratchDirectory.Root);
        _database = DuckDbDatabase.Open(new DuckDbDatabaseOptions
        {
            MemoryLimitBytes = memoryLimitBytes,
            Threads = 1,
            AllowedDirectories = [ScratchDirectory.Root],
            PreserveInsertionOrder = true,
        });
    }

    public async Task WriteAsync(IReadOnlyList<DeltaAction> actions, string filePath, CancellationToken cancellationToken)
    {
        var lines = filePath + ".json";
        var bytes = ActionWriter.Write(actions);
        await File.WriteAllBytesAsync(lines, bytes, cancellationToken);
        // DuckDB reserves twice the longest line that it is told to expect
        await RunAsync(
            $"COPY (SELECT * FROM read_json({Quote(lines)}, format = 'newline_delimited', maximum_object_size = {LongestLine(bytes) + 1024}, columns = {Columns})) "
            + $"TO {Quote(filePath)} (FORMAT parquet, COMPRESSION snappy)", cancellationToken);
    }

    public async Task<IReadOnlyList<DeltaAction>> ReadAsync(string filePath, CancellationToken cancellationToken)
    {
        var lines = filePath + ".json";
        await RunAsync(
            $"COPY (SELECT * FROM read_parquet({Quote(filePath)})) TO {Quote(lines)} (FORMAT json)", cancellationToken);
        return ActionReader.Read(await File.ReadAllBytesAsync(lines, cancellationToken));
    }

    public void Dispose()
    {
        _database.Dispose();
        _oneAtATime.Dispose();
    }

    private async Task RunAsync(string sql, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            // DuckDB works on the caller's thread: not the grain's
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            using var connection = _database.Connect();
            connection.Execute(sql);
        }
        catch (DuckDbException exception) when (exception.Type == DuckDbErrorType.OutOfMemory)
        {
            throw new GranaryException(ErrorKind.Exhausted, SqlState.OutOfMemory, "A log checkpoint doesn't fit into its memory limit.", exception);
        }
        catch (DuckDbException exception)
        {
            throw new InvalidDataException(exception.Message, exception);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    private static int LongestLine(ReadOnlySpan<byte> lines)
    {
        var longest = 0;
        foreach (var range in lines.Split((byte)'\n'))
            longest = Math.Max(longest, range.End.GetOffset(lines.Length) - range.Start.GetOffset(lines.Length));
        return longest;
    }

    private static string Quote(string path) => "'" + path.Replace("'", "''", StringComparison.Ordinal) + "'";
}
