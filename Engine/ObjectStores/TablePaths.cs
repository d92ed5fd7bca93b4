using System.Globalization;

namespace Granary.Engine.ObjectStores;

/// <summary>The names of one table's objects; made by <see cref="ObjectPaths.ForTable"/>.</summary>
public sealed class TablePaths
{
    private const string LogFolder = "_delta_log/";
    private const string WriteAheadLogFolder = "_wal/";
    private const int VersionDigits = 20;

    internal TablePaths(string root) => Root = root;

    /// <summary>What all keys of the table begin with; ends with a slash. Paths inside the Delta log are relative to it.</summary>
    public string Root { get; }

    /// <summary>What the keys of the table's Delta log begin with; ends with a slash.</summary>
    public string LogRoot => Root + LogFolder;

    /// <summary>The pointer to the newest log checkpoint: a hint that may be old, torn or absent.</summary>
    public string LastCheckpoint => LogRoot + "_last_checkpoint";

    /// <summary>The commit with this version.</summary>
    public string Commit(long version) => LogRoot + Digits(version) + ".json";

    /// <summary>The log checkpoint in one file.</summary>
    public string LogCheckpoint(long version) => $"{LogRoot}{Digits(version)}.checkpoint.parquet";

    /// <summary>One of the files of a log checkpoint in several; parts count from 1.</summary>
    public string LogCheckpointPart(long version, int part, int partCount) => string.Create(
        CultureInfo.InvariantCulture, $"{LogRoot}{Digits(version)}.checkpoint.{part:D10}.{partCount:D10}.parquet");

    /// <summary>What the keys of the table's write-ahead log begin with, where that is in objects; ends with a slash.</summary>
    public string WriteAheadLogRoot => Root + WriteAheadLogFolder;

    /// <summary>The object with this number of the table's write-ahead log.</summary>
    public string WriteAheadLogObject(long number) => WriteAheadLogRoot + Digits(number);

    /// <summary>The number of an object of the table's write-ahead log, or null for another key.</summary>
    public long? TryParseWriteAheadLogObject(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.Length == WriteAheadLogRoot.Length + VersionDigits && key.StartsWith(WriteAheadLogRoot, StringComparison.Ordinal)
            && long.TryParse(key.AsSpan(WriteAheadLogRoot.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>The path of a new segment, relative to <see cref="Root"/>.</summary>
    /// <param name="date">The day of all its rows.</param>
    /// <param name="segmentId">A name never used before, of letters, digits and dashes.</param>
    public static string Segment(DateOnly date, string segmentId) =>
        string.Create(CultureInfo.InvariantCulture, $"date={date:yyyy-MM-dd}/{ObjectPaths.EncodeName(segmentId)}.parquet");

    /// <summary>The key of an object whose path relative to the table's root is known (not percent-encoded).</summary>
    public string FromRelative(string relativePath) => Root + relativePath;

    /// <summary>What kind of log object a key names, or null for one that isn't of this table's log.</summary>
    public LogObjectName? TryParseLogObject(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.StartsWith(LogRoot, StringComparison.Ordinal) ? LogObjectName.TryParse(key[LogRoot.Length..]) : null;
    }

    /// <summary>Whether a key is of some table's Delta log: small, and waited for.</summary>
    public static bool IsLogObject(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.Contains("/" + LogFolder, StringComparison.Ordinal);
    }

    private static string Digits(long version) => version.ToString("D" + VersionDigits, CultureInfo.InvariantCulture);
}
