using Granary.Engine.Delta;
using Granary.Engine.ObjectStores;
using Granary.Engine.SegmentCache;
using Granary.Engine.Segments;
using Granary.Grains.Interfaces.Columns;
using Granary.Grains.Interfaces.Errors;
using Granary.Grains.Interfaces.Tables;

namespace Granary.Engine.Flushing;

/// <summary>
/// Stage 2 of a flush, and the whole work of a load: sorts rows newest first, encodes them and uploads the file under a name
/// never used before. Runs off the table's turn; how many are encoded at once is the writer's limit for the silo.
/// </summary>
internal sealed class SegmentUploader(
    TableSchema schema, TablePaths paths, IObjectStore store, SegmentWriter writer, LocalSegments localSegments, TimeProvider time)
{
    /// <summary>A client may be waiting for its error meanwhile.</summary>
    private static readonly TimeSpan DeletePatience = TimeSpan.FromSeconds(3);

    /// <summary>Uploads one segment for each day of the rows. After a failure no upload is left behind if it can be helped.</summary>
    public async Task<IReadOnlyList<UploadedSegment>> UploadAsync(IReadOnlyList<ColumnBatch> batches, CancellationToken cancellationToken)
    {
        var uploads = new List<Task<UploadedSegment>>();
        foreach (var (day, rows) in await Task.Run(() => DatePartition.Divide(batches, schema.DateColumn), cancellationToken))
            uploads.Add(UploadDayAsync(day, rows, cancellationToken));
        try
        {
            return await Task.WhenAll(uploads);
        }
        catch
        {
            await DeleteAsync([.. uploads.Where(upload => upload.IsCompletedSuccessfully).Select(upload => upload.Result.Path)]);
            throw;
        }
    }

    /// <summary>Uploads rows of one day.</summary>
    public async Task<UploadedSegment> UploadDayAsync(int day, IReadOnlyList<ColumnBatch> rows, CancellationToken cancellationToken)
    {
        var date = ToDate(day);
        var name = Guid.CreateVersion7(time.GetUtcNow()).ToString();
        var ordered = await Task.Run(() => SegmentRows.NewestFirst(rows, schema.TimeColumn), cancellationToken);
        var written = await writer.WriteAsync(schema, ordered, name + ".parquet", SegmentWriter.FlushCompressionLevel, cancellationToken);
        try
        {
            var path = TablePaths.Segment(date, name);
            await store.PutAsync(paths.FromRelative(path), ObjectBody.FromFile(written.Path), cancellationToken);
            localSegments.TryKeep(store, paths.FromRelative(path), written.Path);
            return new UploadedSegment(path, DeltaActions.Add(schema, path, date, written, time.GetUtcNow(), isNewData: true));
        }
        finally
        {
            File.Delete(written.Path);
        }
    }

    /// <summary>
    /// Deletes uploads that no commit holds or ever will; a store that doesn't answer goes on with it behind. What fails stays: an
    /// object nobody refers to, for garbage collection.
    /// </summary>
    public async Task DeleteAsync(IReadOnlyCollection<string> relativePaths)
    {
        if (relativePaths.Count == 0) return;
        try
        {
            await store.DeleteManyAsync([.. relativePaths.Select(paths.FromRelative)], CancellationToken.None).WaitAsync(DeletePatience, time);
        }
        catch (Exception failure) when (failure is GranaryException or TimeoutException)
        {
            // the caller's own outcome matters more
        }
    }

    /// <summary>Whether a day can name a partition: years 1 to 9999.</summary>
    public static bool IsStorable(int day) => day >= -719_162 && day <= 2_932_896;

    private static DateOnly ToDate(int day) => DateOnly.FromDateTime(DateTime.UnixEpoch.AddDays(day));
}
