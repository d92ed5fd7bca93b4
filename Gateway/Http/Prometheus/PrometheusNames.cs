using System.Text;

namespace Granary.Gateway.Http.Prometheus;

/// <summary>Turns OpenTelemetry's names into Prometheus's, as OpenTelemetry's own rules have it.</summary>
internal static class PrometheusNames
{
    /// <summary>`granary.wal.sync.duration` in `s` is `granary_wal_sync_duration_seconds`; counters end in `_total`.</summary>
    public static string Of(string name, string? unit, bool isCounter)
    {
        var text = new StringBuilder(Clean(name));
        if (Suffix(unit) is { } suffix && !text.ToString().EndsWith(suffix, StringComparison.Ordinal)) text.Append(suffix);
        if (isCounter && !text.ToString().EndsWith("_total", StringComparison.Ordinal)) text.Append("_total");
        return text.ToString();
    }

    /// <summary>A label's name: letters, digits and underscores, no digit first.</summary>
    public static string Clean(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (var c in name) text.Append(char.IsAsciiLetterOrDigit(c) || c == '_' ? c : '_');
        if (text.Length == 0 || char.IsAsciiDigit(text[0])) text.Insert(0, '_');
        return text.ToString();
    }

    private static string? Suffix(string? unit) => unit switch
    {
        "s" => "_seconds",
        "ms" => "_milliseconds",
        "By" => "_bytes",
        "1" => "_ratio",
        // annotations such as {row} are not units
        _ => null,
    };
}
