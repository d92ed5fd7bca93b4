using Granary.Gateway.Postgres.Messages.Backend;

namespace Granary.Gateway.Postgres.Statements;

/// <summary>What carrying out a statement gave: a tag, and rows that are yet to be read.</summary>
/// <param name="Tag">The tag.</param>
/// <param name="Count">The tag's count; null when it counts the rows that are sent.</param>
/// <param name="Rows">The rows; null when the statement gives none.</param>
internal sealed record StatementResult(CommandTag Tag, long? Count = null, RowSource? Rows = null)
{
    /// <summary>The rows' formats when a cursor has set them; else empty.</summary>
    public short[] Formats { get; init; } = [];

    public static StatementResult Done(string tag) => new(new CommandTag(tag));
}
