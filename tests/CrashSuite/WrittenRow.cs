using System.Globalization;

namespace Granary.CrashSuite;

/// <summary>One row of the load, in the forms in which the writers send it.</summary>
internal sealed record WrittenRow(string Id, string Key, string Project, DateTime Time, string Name)
{
    public const string Columns = "id, context___trace_id, project_id, timestamp, name";

    public string Literal => $"('{Id}', '{Key}', '{Project}', '{Timestamp}', '{Name}')";

    public string CopyLine => $"{Id}\t{Key}\t{Project}\t{Timestamp}\t{Name}\n";

    private string Timestamp => Time.ToString("yyyy-MM-dd HH:mm:ss.ffffff'+00'", CultureInfo.InvariantCulture);
}
