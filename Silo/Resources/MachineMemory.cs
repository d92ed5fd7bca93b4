using System.Globalization;

namespace Granary.Silo.Resources;

/// <summary>How much memory this process may use.</summary>
internal static class MachineMemory
{
    private static readonly string[] CgroupFiles = ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"];

    /// <summary>The container's limit when there is one below the machine's memory, else the machine's memory.</summary>
    public static long LimitInBytes()
    {
        var machine = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        foreach (var file in CgroupFiles)
        {
            if (TryReadLimit(file) is { } limit && limit < machine) return limit;
        }
        return machine;
    }

    // "max", or a number near 2^63, is no limit.
    private static long? TryReadLimit(string file)
    {
        try
        {
            return long.TryParse(File.ReadAllText(file).AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit > 0
                ? limit
                : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
