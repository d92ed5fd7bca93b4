namespace Granary.Gateway.Postgres.Messages.Frontend;

/// <summary>The first byte of each message that a client sends, and how long such a message may be.</summary>
internal static class FrontendCode
{
    public const byte Bind = (byte)'B';
    public const byte Close = (byte)'C';
    public const byte CopyData = (byte)'d';
    public const byte CopyDone = (byte)'c';
    public const byte CopyFail = (byte)'f';
    public const byte Describe = (byte)'D';
    public const byte Execute = (byte)'E';
    public const byte Flush = (byte)'H';
    public const byte FunctionCall = (byte)'F';
    public const byte Parse = (byte)'P';
    public const byte Password = (byte)'p';
    public const byte Query = (byte)'Q';
    public const byte Sync = (byte)'S';
    public const byte Terminate = (byte)'X';

    // PQ_SMALL_MESSAGE_LIMIT of PostgreSQL
    private const int SmallLimit = 10_000;

    /// <summary>The most bytes of a message's body, or -1 for a code that doesn't exist.</summary>
    public static int MaxLength(byte code, int largeLimit) => code switch
    {
        Query or Parse or Bind or CopyData or FunctionCall => largeLimit,
        Password or Close or CopyDone or CopyFail or Describe or Execute or Flush or Sync or Terminate => SmallLimit,
        _ => -1,
    };
}
