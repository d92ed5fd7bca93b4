using System.Globalization;
using System.Text;

namespace Granary.Gateway.Http.Prometheus;

/// <summary>Writes the text exposition format, version 0.0.4.</summary>
internal sealed class PrometheusText
{
    /// <summary>What HTTP says of it.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new();

    public void Header(string name, string help, string type)
    {
        _text.Append("# HELP ").Append(name).Append(' ').Append(help.Replace("\\", "\\\\").Replace("\n", "\\n")).Append('\n');
        _text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
    }

    /// <summary>One line.</summary>
    /// <param name="name">The series' name.</param>
    /// <param name="tags">Its labels.</param>
    /// <param name="upperBound">The `le` label of a bucket, or null.</param>
    /// <param name="value">The number.</param>
    public void Sample(string name, IReadOnlyList<KeyValuePair<string, object?>> tags, double? upperBound, double value)
    {
        _text.Append(name);
        if (tags.Count > 0 || upperBound is not null)
        {
            _text.Append('{');
            var separator = "";
            foreach (var (key, tag) in tags)
            {
                Label(separator, PrometheusNames.Clean(key), Convert.ToString(tag, CultureInfo.InvariantCulture) ?? "");
                separator = ",";
            }
            if (upperBound is { } bound) Label(separator, "le", Number(bound));
            _text.Append('}');
        }
        _text.Append(' ').Append(Number(value)).Append('\n');
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private void Label(string separator, string key, string value) => _text
        .Append(separator).Append(key).Append("=\"")
        .Append(value.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n"))
        .Append('"');

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        double.NaN => "NaN",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };
}
