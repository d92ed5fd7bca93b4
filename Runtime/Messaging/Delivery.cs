namespace Granary.Runtime.Messaging;

/// <summary>What became of a request as such.</summary>
internal abstract record Delivery
{
    private Delivery()
    {
    }

    /// <summary>An answer came. Dispose it.</summary>
    internal sealed record Answered(MessageAnswer Answer) : Delivery;

    /// <summary>Nobody can have acted on it.</summary>
    internal sealed record Unreachable(string Reason) : Delivery;

    /// <summary>It was sent, and whether anybody acted on it can't be told.</summary>
    internal sealed record Lost(string Reason) : Delivery;
}
