namespace Granary.Gateway.Postgres.Copying;

/// <summary>How the lines of a COPY end: the first one decides for all.</summary>
internal enum LineEnds
{
    Unknown,
    Newline,
    Return,
    ReturnNewline,
}
