using Granary.Testing.Processes;
using Npgsql;

namespace Granary.Silo.Tests.Faults;

/// <summary>The real process on a disk that is really full.</summary>
public sealed class FullDiskTests
{
    [RootFact]
    public async Task Promise1_a_full_disk_refuses_with_53100_loses_nothing_and_takes_writes_again_without_a_restart()
    {
        await using var disk = await SmallDisk.MountAsync(megabytes: 100);
        await using var granary = await GranaryProcess.StartAsync(new GranaryProcessOptions
        {
            DataDirectory = disk.Path,
            Environment = new Dictionary<string, string>
            {
                // nothing leaves the log, whose files take 64 MiB each: the second finds no room
                ["GRANARY_FLUSH_BYTES"] = "4294967296",
                ["GRANARY_FLUSH_INTERVAL_MS"] = "3600000",
                ["GRANARY_LATE_FLUSH_INTERVAL_MS"] = "3600000",
            },
        });
        var stored = new List<string>();
        PostgresException? refused = null;
        for (var i = 0; i < 5 && refused is null; i++)
        {
            try
            {
                await Rows.InsertLargeAsync(granary, $"large {i}", 20_000_000);
                stored.Add($"large {i}");
            }
            catch (PostgresException exception)
            {
                refused = exception;
            }
        }

        Assert.Equal(("53100", 3), (refused?.SqlState, stored.Count));
        Assert.Contains("disk of the write-ahead log is full", refused!.MessageText, StringComparison.Ordinal);
        Assert.NotNull(refused.Hint);
        Assert.Equal(string.Join(' ', stored), await Rows.IdsAsync(granary));

        await disk.ResizeAsync(megabytes: 400);
        await Rows.InsertLargeAsync(granary, "later", 20_000_000);
        stored.Add("later");
        Assert.False(granary.HasExited);
        await granary.KillAsync();
        await using var restarted = await granary.RestartAsync();
        Assert.Equal(string.Join(' ', stored), await Rows.IdsAsync(restarted));
        await restarted.KillAsync();
    }
}
