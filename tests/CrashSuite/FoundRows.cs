namespace Granary.CrashSuite;

/// <summary>The rows of one statement that a reader found in one project.</summary>
internal sealed record FoundRows(string Key, string Project, long Rows, long DistinctIds);
