namespace Granary.CrashSuite;

/// <summary>`crash [--kills N] [--store directory|s3] [--seed N] [--keep]`.</summary>
internal sealed record CrashOptions(int Kills, bool OnS3, int Seed, bool Keep)
{
    public static CrashOptions Parse(string[] args)
    {
        string? Value(string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
        return new CrashOptions(
            int.Parse(Value("--kills") ?? "40"),
            Value("--store") switch { null or "directory" => false, "s3" => true, var other => throw new ArgumentException($"--store is directory or s3, not {other}") },
            Value("--seed") is { } seed ? int.Parse(seed) : Environment.TickCount & 0xffffff,
            args.Contains("--keep"));
    }
}
