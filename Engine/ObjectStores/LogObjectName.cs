using System.Globalization;

namespace Granary.Engine.ObjectStores;

/// <summary>The meaning of a name in a Delta log's folder.</summary>
/// <param name="Version">The table's version that it describes.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Part">Which of the files of a log checkpoint, from 1.</param>
/// <param name="PartCount">How many files the log checkpoint has.</param>
public readonly record struct LogObjectName(long Version, LogObjectKind Kind, int Part = 1, int PartCount = 1)
{
    /// <summary>Reads <c>N.json</c>, <c>N.checkpoint.parquet</c> and <c>N.checkpoint.P.M.parquet</c>; null for all else.</summary>
    internal static LogObjectName? TryParse(string name)
    {
        var parts = name.Split('.');
        if (parts[0].Length != 20 || !TryParseDigits(parts[0], out var version)) return null;
        return parts switch
        {
            [_, "json"] => new LogObjectName(version, LogObjectKind.Commit),
            [_, "checkpoint", "parquet"] => new LogObjectName(version, LogObjectKind.LogCheckpoint),
            [_, "checkpoint", var part, var count, "parquet"]
                when TryParseDigits(part, out var p) && TryParseDigits(count, out var m) && p >= 1 && p <= m && m <= 100_000
                => new LogObjectName(version, LogObjectKind.LogCheckpoint, (int)p, (int)m),
            _ => null,
        };
    }

    private static bool TryParseDigits(string text, out long value) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
