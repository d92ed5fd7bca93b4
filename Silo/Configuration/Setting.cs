namespace Granary.Silo.Configuration;

/// <summary>One variable of the configuration: what the README's table shows and the program checks at start.</summary>
/// <param name="Name">The environment variable's name.</param>
/// <param name="Default">What holds when it is unset, as it would be written; empty for nothing.</param>
/// <param name="Meaning">A sentence for the README.</param>
internal abstract record Setting(string Name, string Default, string Meaning)
{
    /// <summary>Whether its value must never be shown.</summary>
    public bool IsSecret { get; init; }
}

/// <summary>A variable with the form that its text must have.</summary>
/// <param name="Name">The environment variable's name.</param>
/// <param name="Default">What holds when it is unset.</param>
/// <param name="Meaning">A sentence for the README.</param>
/// <param name="Form">Reads the text.</param>
internal sealed record Setting<T>(string Name, string Default, string Meaning, SettingForm<T> Form) : Setting(Name, Default, Meaning);
