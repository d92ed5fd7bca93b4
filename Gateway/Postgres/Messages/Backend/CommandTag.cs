namespace Granary.Gateway.Postgres.Messages.Backend;

/// <summary>How a finished statement is named to the client.</summary>
/// <param name="Text">PostgreSQL's tag without the count.</param>
/// <param name="HasCount">Whether the number of rows follows.</param>
internal readonly record struct CommandTag(string Text, bool HasCount = false)
{
    public static readonly CommandTag Select = new("SELECT", HasCount: true);
    public static readonly CommandTag Insert = new("INSERT 0", HasCount: true);
    public static readonly CommandTag Copy = new("COPY", HasCount: true);
}
