namespace Granary.Gateway.Postgres.Copying;

/// <summary>The three formats of COPY.</summary>
internal enum CopyFormat
{
    Text,
    Csv,
    Binary,
}

/// <summary>What is done about a header line.</summary>
internal enum CopyHeader
{
    None,
    Skip,
    Match,
}
