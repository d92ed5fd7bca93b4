using System.Text;
using Granary.Grains.Interfaces.Values.Patterns;

namespace Granary.Engine.Functions.Patterns;

/// <summary>Finds patterns by their text and flags; a thread keeps the last, as a statement's rows mostly share it.</summary>
internal static class Patterns
{
    [ThreadStatic]
    private static (byte[] Text, PatternOptions Options, Pattern Pattern)? _last;

    public static Pattern Of(ReadOnlySpan<byte> text, PatternOptions options)
    {
        if (_last is var (lastText, lastOptions, lastPattern) && lastOptions == options && text.SequenceEqual(lastText)) return lastPattern;
        var pattern = Pattern.Parse(Encoding.UTF8.GetString(text), options);
        _last = (text.ToArray(), options, pattern);
        return pattern;
    }
}
