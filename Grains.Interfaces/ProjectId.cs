namespace Granary.Grains.Interfaces;

/// <summary>The name of a project (a tenant): 1 to 255 characters, no control characters.</summary>
/// <param name="Value">The name as the user wrote it; compared ordinally.</param>
public readonly record struct ProjectId(string Value)
{
    /// <summary>The longest name, in UTF-16 code units (`timefusion_projects.project_id` is VARCHAR(255)).</summary>
    public const int MaxLength = 255;

    /// <summary>The project of rows that name none.</summary>
    public static readonly ProjectId Default = new("default");

    /// <summary>Says why a text can't name a project, or null when it can.</summary>
    /// <param name="value">The candidate.</param>
    public static string? Reject(string value) => value switch
    {
        "" => "a project id can't be empty",
        { Length: > MaxLength } => $"a project id has at most {MaxLength} characters",
        _ when value.Any(char.IsControl) => "a project id can't hold control characters",
        _ => null,
    };

    /// <inheritdoc/>
    public override string ToString() => Value;
}
