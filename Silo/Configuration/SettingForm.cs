namespace Granary.Silo.Configuration;

/// <summary>How a setting's text is read.</summary>
/// <param name="TryRead">Reads the text; false when it doesn't have the form.</param>
/// <param name="Expectation">What is expected, to follow "must be".</param>
internal sealed record SettingForm<T>(SettingForm<T>.Reader TryRead, string Expectation)
{
    /// <summary>Reads the text; false when it doesn't have the form.</summary>
    public delegate bool Reader(string text, out T value);
}
