namespace Granary.Engine.Delta;

/// <summary>
/// A commit ready to be sent, again and again if need be: its nonce makes it the same commit each time. Made by
/// <see cref="DeltaLog.Prepare"/>.
/// </summary>
/// <param name="Basis">The snapshot that it follows.</param>
/// <param name="Result">The snapshot once it is in.</param>
/// <param name="Nonce">Tells it from every other commit.</param>
/// <param name="Body">The bytes of its log object.</param>
internal sealed record PreparedCommit(DeltaSnapshot Basis, DeltaSnapshot Result, string Nonce, ReadOnlyMemory<byte> Body)
{
    public long Version => Result.Version;
}
