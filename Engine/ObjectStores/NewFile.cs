namespace Granary.Engine.ObjectStores;

/// <summary>Writes a file that must not exist yet, and leaves none behind when that fails.</summary>
internal static class NewFile
{
    /// <summary>Returns the file's length.</summary>
    public static async Task<long> WriteAsync(string path, Func<FileStream, Task> write)
    {
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0, useAsync: true);
        try
        {
            await using (file)
            {
                await write(file);
                return file.Length;
            }
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }
}
